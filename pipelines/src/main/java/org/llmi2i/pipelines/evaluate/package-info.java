/** Compares I2I tables of any origin on a holdout. What is measured lives in the library. */
package org.llmi2i.pipelines.evaluate;
