package org.llmi2i.pipelines.refine;

import org.llmi2i.pipelines.report.Findings;

/**
 * A run that is whole.
 *
 * @param published whether it is the one that serves now
 * @param told whether and why, and where its report is
 */
record FinishedRun(Findings findings, boolean published, String told) {}
