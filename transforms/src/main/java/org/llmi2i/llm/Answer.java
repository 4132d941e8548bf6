package org.llmi2i.llm;

import org.llmi2i.schemas.Outcome;

/**
 * What a language model answered to one prompt.
 *
 * @param outcome whether there is a response
 * @param response the answer as the model gave it: JSON such as {@code
 *     {"answers":[{"number":1,"confidence":0.83}]}}, see {@link Choices}. If the outcome is FAILED,
 *     the reason in words.
 * @param inputTokens tokens of the request, as the provider counts them
 * @param outputTokens tokens of the answer, as the provider counts them
 */
public record Answer(Outcome outcome, String response, long inputTokens, long outputTokens) {}
