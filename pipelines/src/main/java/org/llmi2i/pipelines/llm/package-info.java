/** The options of language models, and what the transforms make of them. */
package org.llmi2i.pipelines.llm;
