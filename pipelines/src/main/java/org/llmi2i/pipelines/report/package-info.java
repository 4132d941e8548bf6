/** What a run says to a person: the summary on the console and the report. */
package org.llmi2i.pipelines.report;
