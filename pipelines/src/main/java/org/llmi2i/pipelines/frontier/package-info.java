/**
 * What tail recall costs in recall of all items, with the refinement and without: every setting of
 * some bases from the log and from the refined log, and the two compared at equal recall of all.
 */
package org.llmi2i.pipelines.frontier;
