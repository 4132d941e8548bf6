package org.llmi2i.llm;

/**
 * What a request is expected to take, and what it takes at most.
 *
 * @param input tokens of the request, expected
 * @param output tokens of the answer, expected
 * @param inputLimit tokens of the request that it cannot exceed, whatever the tokenizer
 * @param outputLimit tokens after which the provider cuts the answer off
 */
public record TokenEstimate(long input, long output, long inputLimit, long outputLimit) {
  /** Tokens of a request and an answer that are known exactly. */
  public static TokenEstimate exactly(long input, long output) {
    return new TokenEstimate(input, output, input, output);
  }
}
