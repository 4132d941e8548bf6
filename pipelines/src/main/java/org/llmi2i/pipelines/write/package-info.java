/**
 * Sinks: how tables, records and metrics leave a pipeline, and how a run's folder becomes whole.
 */
package org.llmi2i.pipelines.write;
