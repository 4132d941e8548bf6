/**
 * Tuning a language model on one's own log: the files to tune on, and the tuning job. What an
 * example is lives in the transforms.
 */
package org.llmi2i.pipelines.tuning;
