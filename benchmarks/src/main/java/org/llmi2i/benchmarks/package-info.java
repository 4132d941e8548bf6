/**
 * What the product is measured against, one program a contestant, and the comparison of their
 * tables. Nothing of the product is here, and nothing of the product needs it.
 */
package org.llmi2i.benchmarks;
