/**
 * What each part of the refinement brings, and how much of it is best: the main job again and
 * again, measured with one thing changed.
 */
package org.llmi2i.pipelines.ablate;
