/**
 * Fetching the weights of known language models, and keeping them in a folder. Running a model
 * lives in {@code org.llmi2i.llm}.
 */
package org.llmi2i.pipelines.model;
