/**
 * Gemini models on Vertex AI, through Google's client, asked one by one or by batch jobs. What any
 * model behind HTTP needs lives in {@code http}.
 */
package org.llmi2i.llm.vertex;
