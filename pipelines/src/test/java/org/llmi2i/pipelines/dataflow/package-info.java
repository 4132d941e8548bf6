/** Pipelines as Dataflow would get them, translated offline. */
package org.llmi2i.pipelines.dataflow;
