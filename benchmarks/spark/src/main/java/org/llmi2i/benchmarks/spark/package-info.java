/**
 * What the product is measured against on Spark. Apart from the other contestants, whose Flink
 * wants other versions of the same libraries; nothing of the product is here.
 */
package org.llmi2i.benchmarks.spark;
