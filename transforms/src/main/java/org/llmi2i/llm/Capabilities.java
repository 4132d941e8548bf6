package org.llmi2i.llm;

/**
 * What a provider can do.
 *
 * @param schema whether answers are held to a JSON schema; without it, prose around the JSON is to
 *     be expected
 * @param logprobs whether confidences come from token probabilities and not from what the model
 *     says of itself
 * @param promptsPerCall how many prompts one call takes, at least 1
 * @param callsAtOnce how many calls are of use at the same time, at least 1: the cores of a model
 *     in this process, more for a server
 */
public record Capabilities(boolean schema, boolean logprobs, int promptsPerCall, int callsAtOnce) {
  private static final int JOB = 10_000;

  /**
   * Whether a call is a job, which takes hours and everything there is to ask at once: 10,000
   * prompts or more. Its prompts fail one by one, and it is not to be divided further.
   */
  public boolean isJob() {
    return promptsPerCall >= JOB;
  }
}
