/**
 * Language models behind the chat completions protocol: OpenAI's own and the many servers that
 * speak it. What any model behind HTTP needs lives in {@code http}.
 */
package org.llmi2i.llm.openai;
