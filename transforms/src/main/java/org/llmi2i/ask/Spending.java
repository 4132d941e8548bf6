package org.llmi2i.ask;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;

/**
 * Counts what was spent, under {@code LanguageModel}: calls, attempts, failures, tokens, cost,
 * time. Use it on the thread of the DoFn: elsewhere counters are lost.
 */
final class Spending implements Serializable {
  private static final String NAMESPACE = "LanguageModel";

  private final Counter calls = Metrics.counter(NAMESPACE, "calls");
  private final Counter attempts = Metrics.counter(NAMESPACE, "attempts");
  private final Counter failures = Metrics.counter(NAMESPACE, "failures");
  private final Counter notAsked = Metrics.counter(NAMESPACE, "notAsked");
  private final Counter ledgerHits = Metrics.counter(NAMESPACE, "ledgerHits");
  private final Counter inputTokens = Metrics.counter(NAMESPACE, "inputTokens");
  private final Counter outputTokens = Metrics.counter(NAMESPACE, "outputTokens");
  private final Counter costNanos = Metrics.counter(NAMESPACE, "costNanos");
  private final Distribution latency = Metrics.distribution(NAMESPACE, "latencyMillis");

  /** Dataflow's autoscaler reads it: throttled workers are no reason for more workers. */
  private final Counter throttled =
      Metrics.counter(Metrics.THROTTLE_TIME_NAMESPACE, Metrics.THROTTLE_TIME_COUNTER_NAME);

  void note(Caller.Called called, List<Exchange> exchanges, Prices prices) {
    attempts.inc(called.attempts());
    throttled.inc(called.throttledMillis());
    for (Exchange exchange : exchanges) {
      if (exchange.getOutcome() == Outcome.NOT_ASKED) {
        notAsked.inc();
        continue;
      }
      calls.inc();
      failures.inc(exchange.getOutcome() == Outcome.ANSWERED ? 0 : 1);
      inputTokens.inc(exchange.getInputTokens());
      outputTokens.inc(exchange.getOutputTokens());
      costNanos.inc(prices.nanos(exchange.getInputTokens(), exchange.getOutputTokens()));
      latency.update(exchange.getLatencyMillis());
    }
  }

  void alreadyWritten(int exchanges) {
    ledgerHits.inc(exchanges);
  }
}
