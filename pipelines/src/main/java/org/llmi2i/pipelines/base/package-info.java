/**
 * The base that a refinement must beat: which similarity, shrinkage and number of neighbors is best
 * on the end of train. The refinement itself has no part in it.
 */
package org.llmi2i.pipelines.base;
