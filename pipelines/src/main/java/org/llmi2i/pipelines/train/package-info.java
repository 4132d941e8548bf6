/**
 * What the programs share that learn from a log: where log and catalogue are, and which part of the
 * log is train. What they make of it lives with each.
 */
package org.llmi2i.pipelines.train;
