package org.llmi2i.pipelines.estimate;

import org.llmi2i.ask.Prices;

/**
 * What a run on Dataflow takes and costs, foretold from its size.
 *
 * <p>The figures behind it were measured on Online Retail II (788,189 purchases of 4,620 items by
 * 5,878 shoppers), with all defaults: two minutes on two cores, 4,472 shortlists, 10,202 requests.
 * They hold within a factor of two for logs of that shape; {@code ./i2i run --dryRun} counts the
 * requests of a log.
 *
 * @param interactions in the log
 * @param shuffleBytes through the shuffle, an upper bound
 * @param coreHours of computing
 * @param waitingHours of one worker, for answers of the language model
 * @param calls to the language model
 * @param inputTokens of the calls
 * @param outputTokens of the answers
 */
record Estimate(
    long interactions,
    double shuffleBytes,
    double coreHours,
    double waitingHours,
    double calls,
    double inputTokens,
    double outputTokens) {

  /** A log's width: users of 20 interactions, items of 50, but no more than a large shop has. */
  private static final double INTERACTIONS_PER_USER = 20;

  private static final double INTERACTIONS_PER_ITEM = 50;
  private static final double MOST_ITEMS = 10_000_000;

  /**
   * 110 processor seconds for 788,189 interactions: three tables, their evaluation, all reading.
   */
  private static final double CORE_SECONDS_PER_INTERACTION = 110.0 / 788_189;

  /** Titles that MiniLM encodes in a processor second. */
  private static final double TITLES_PER_CORE_SECOND = 600;

  /**
   * A record of the log, encoded, is grouped for each of three tables; then an interaction goes to
   * at most 20 blocks of each, in 4 bytes. An assumption, and on the high side.
   */
  private static final double SHUFFLE_BYTES_PER_INTERACTION = 3 * (100 + 20 * 4);

  /** 1,682 of 4,620 items were met lately and are tail; 84,199 pairs in 4,472 shortlists. */
  private static final double TARGETS_PER_ITEM = 1_682.0 / 4_620;

  private static final double PAIRS_PER_TARGET = 84_199.0 / 1_682;
  private static final double PAIRS_PER_SHORTLIST = 84_199.0 / 4_472;

  /** A request for each shortlist, nearly always one more to judge what came of it. */
  private static final double CALLS_PER_SHORTLIST = (4_472.0 + 4_382) / 4_472;

  /** Of 2,000 users drawn, those with a last item to ask about; a longer log has few more. */
  private static final double CALIBRATION_CALLS = 1_348;

  /** 4,176,982 tokens asked and 843,472 answered in 9,580 calls, by a dry run. */
  private static final double INPUT_TOKENS_PER_CALL = 4_176_982.0 / 9_580;

  private static final double OUTPUT_TOKENS_PER_CALL = 843_472.0 / 9_580;

  /** What a worker has, see the machine type that a run on Dataflow takes. */
  private static final double CORES_PER_WORKER = 4;

  private static final double MEMORY_GB_PER_CORE = 4;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double MINUTES_PER_HOUR = 60;
  private static final double GB = 1e9;

  /**
   * Foretells a run with all defaults.
   *
   * @param interactions in the log, at least 1
   * @param requestsPerMinute that the language model's quota allows, at least 1
   */
  static Estimate of(long interactions, long requestsPerMinute) {
    atLeastOne("interactionCount", interactions);
    atLeastOne("llmRequestsPerMinute", requestsPerMinute);
    double users = Math.max(1, interactions / INTERACTIONS_PER_USER);
    double items = Math.min(MOST_ITEMS, Math.max(1, interactions / INTERACTIONS_PER_ITEM));
    double pairs = items * TARGETS_PER_ITEM * PAIRS_PER_TARGET;
    double shortlists = Math.min(users, pairs / PAIRS_PER_SHORTLIST);
    double calls = CALIBRATION_CALLS + CALLS_PER_SHORTLIST * shortlists;
    return new Estimate(
        interactions,
        interactions * SHUFFLE_BYTES_PER_INTERACTION,
        (interactions * CORE_SECONDS_PER_INTERACTION + items / TITLES_PER_CORE_SECOND)
            / SECONDS_PER_HOUR,
        calls / requestsPerMinute / MINUTES_PER_HOUR,
        calls,
        calls * INPUT_TOKENS_PER_CALL,
        calls * OUTPUT_TOKENS_PER_CALL);
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
    }
  }

  /** Hours of a worker of four cores: those that it computes, and those that one waits. */
  double workerHours() {
    return coreHours / CORES_PER_WORKER + waitingHours;
  }

  /** US dollars for workers and shuffle. */
  double cloudCost(CloudPrices prices) {
    double worker =
        CORES_PER_WORKER * (prices.vcpuHour() + MEMORY_GB_PER_CORE * prices.memoryGbHour());
    return workerHours() * worker + shuffleBytes / GB * prices.shuffleGb();
  }

  /** US dollars for the language model. */
  double llmCost(Prices prices) {
    return (inputTokens * prices.input() + outputTokens * prices.output()) / 1e6;
  }
}
