/**
 * The main job: from a log and a catalogue to refined data, two I2I tables and their evaluation.
 */
package org.llmi2i.pipelines.refine;
