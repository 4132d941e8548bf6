/**
 * What language models behind HTTP have in common: one attempt a prompt, failures by kind, bounded
 * answers. Nothing here knows a provider's wire format, and nothing tries again.
 */
package org.llmi2i.llm.http;
