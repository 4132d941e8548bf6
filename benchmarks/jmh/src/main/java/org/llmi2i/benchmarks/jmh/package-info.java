/** JMH benchmarks of the product's transforms, by their public types alone. */
package org.llmi2i.benchmarks.jmh;
