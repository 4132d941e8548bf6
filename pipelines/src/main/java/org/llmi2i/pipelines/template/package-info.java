/**
 * The main job as a Dataflow flex template: its main, and the check of its metadata. Image and
 * metadata live in the folder {@code templates}.
 */
package org.llmi2i.pipelines.template;
