package org.llmi2i.ask;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;

/**
 * How fast a model is asked, and how patiently. One pace holds for the whole job; it is shared out
 * equally to {@link #withWorkers} processes.
 */
@AutoValue
public abstract class Pace implements Serializable {
  abstract int concurrency();

  abstract long requestsPerMinute();

  abstract long tokensPerMinute();

  abstract int workers();

  abstract int attempts();

  abstract Duration firstWait();

  abstract Duration longestWait();

  abstract Duration outage();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setConcurrency(int concurrency);

    abstract Builder setRequestsPerMinute(long requests);

    abstract Builder setTokensPerMinute(long tokens);

    abstract Builder setWorkers(int workers);

    abstract Builder setAttempts(int attempts);

    abstract Builder setFirstWait(Duration wait);

    abstract Builder setLongestWait(Duration wait);

    abstract Builder setOutage(Duration outage);

    abstract Pace build();
  }

  /** 32 calls at a time, no limit of rate, one worker. */
  public static Pace standard() {
    return new AutoValue_Pace.Builder()
        .setConcurrency(32)
        .setRequestsPerMinute(0)
        .setTokensPerMinute(0)
        .setWorkers(1)
        .setAttempts(8)
        .setFirstWait(Duration.ofMillis(500))
        .setLongestWait(Duration.ofSeconds(60))
        .setOutage(Duration.ofSeconds(30))
        .build();
  }

  /**
   * Calls under way at the same time, at most, at least 1; default 32. Fewer are made while the
   * server says that it has too much to do, or takes very long; never more than the model has use
   * for ({@code callsAtOnce}).
   */
  public Pace withConcurrency(int concurrency) {
    return toBuilder().setConcurrency((int) atLeast(1, "llmConcurrency", concurrency)).build();
  }

  /** Requests a minute, evenly spread, at least 0; 0, the default, is no limit. */
  public Pace withRequestsPerMinute(long requests) {
    return toBuilder().setRequestsPerMinute(atLeast(0, "llmRequestsPerMinute", requests)).build();
  }

  /** Tokens a minute, of requests and expected answers, at least 0; 0, the default, is no limit. */
  public Pace withTokensPerMinute(long tokens) {
    return toBuilder().setTokensPerMinute(atLeast(0, "llmTokensPerMinute", tokens)).build();
  }

  /**
   * How many worker processes share the limits, at least 1; default 1, right for a run inside one
   * process. On a cluster: its task managers or workers.
   */
  public Pace withWorkers(int workers) {
    return toBuilder().setWorkers((int) atLeast(1, "llmWorkers", workers)).build();
  }

  /**
   * How failures are met.
   *
   * @param attempts for one request, at least 1; default 8
   * @param firstWait before the second attempt; it doubles from then on, give or take a quarter;
   *     default half a second. A server that names a time to wait is obeyed instead.
   * @param longestWait between attempts; default one minute
   * @param outage for how long a server may answer nothing before the job gives up; default 30 s
   */
  public Pace withPatience(
      int attempts, Duration firstWait, Duration longestWait, Duration outage) {
    return toBuilder()
        .setAttempts((int) atLeast(1, "attempts", attempts))
        .setFirstWait(firstWait)
        .setLongestWait(longestWait)
        .setOutage(outage)
        .build();
  }

  private static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": must be at least " + least + ", got " + value);
    }
    return value;
  }

  /** The calls at a time of one worker. */
  int ownConcurrency() {
    return Math.max(1, concurrency() / workers());
  }
}
