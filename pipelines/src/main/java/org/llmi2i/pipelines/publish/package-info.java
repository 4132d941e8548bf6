/**
 * Where runs go, by the form of the output, and which of them serves: a run becomes whole, then, if
 * the quality gate holds, the latest. How records get there lives in {@code write} and {@code
 * bigquery}.
 */
package org.llmi2i.pipelines.publish;
