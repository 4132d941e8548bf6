package org.llmi2i.ask;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.BlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;

/**
 * Makes calls at a pace that holds for this JVM: everything that asks one model in one run shares
 * one caller, whatever number of threads the runner uses.
 *
 * <p>A call waits for its turn in the rate, then for one of the places of concurrency, whose number
 * falls by a tenth whenever the server turns a request away or takes very long, and grows by one
 * with success. What fails in passing is tried again after a wait that doubles. When a server has
 * answered nothing for a while, or denies access, no call is made any more.
 */
final class Caller implements AutoCloseable {
  /** A call that takes longer counts as a sign of too much load. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  /** For a call that is a job no time is long. */
  private static final Duration SLOW_JOB = Duration.ofDays(365);

  private static final Duration OWN_WAIT = Duration.ofNanos(-1);

  private static final double USED_OF_RATE = 0.95;

  private static final int ALL_PERCENT = 100;

  /** Fewer failed attempts prove nothing. */
  private static final int LEAST_FAILURES = 20;

  private static final Map<String, Caller> SHARED = new HashMap<>();

  private final String name;
  private final Pace pace;
  private final ExecutorService threads;
  private final Limiter<Void> places;
  private final RateLimiter<Object> requests;
  private final RateLimiter<Object> tokens;
  private final CircuitBreaker<Answer> breaker;
  private volatile String unavailable;
  private int users;

  private Caller(String name, Pace pace, int concurrency, Duration slow) {
    this.name = name;
    this.pace = pace;
    threads =
        Executors.newFixedThreadPool(
            concurrency,
            task -> {
              Thread thread = new Thread(task, "call " + name);
              thread.setDaemon(true);
              return thread;
            });
    places =
        BlockingLimiter.wrap(
            SimpleLimiter.newBuilder()
                .limit(
                    AIMDLimit.newBuilder()
                        .initialLimit(concurrency)
                        .minLimit(1)
                        .maxLimit(concurrency)
                        .timeout(slow.toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .build());
    requests = limiter(pace.requestsPerMinute());
    tokens = limiter(pace.tokensPerMinute());
    breaker =
        CircuitBreaker.<Answer>builder()
            .handleIf((answer, thrown) -> thrown == null && isOutage(answer))
            .withFailureRateThreshold(ALL_PERCENT, LEAST_FAILURES, pace.outage())
            .withDelay(Duration.ofDays(1))
            .build();
  }

  /**
   * Spreads over the minute what this worker may use of it, less a twentieth: calls that a pause
   * held up arrive together, and a server counts arrivals.
   */
  private RateLimiter<Object> limiter(long perMinute) {
    return perMinute == 0
        ? null
        : RateLimiter.smoothBuilder(
                Duration.ofNanos(
                    (long)
                        (TimeUnit.MINUTES.toNanos(1)
                            * (double) pace.workers()
                            / (perMinute * USED_OF_RATE))))
            .build();
  }

  /** The caller of this name, which the first to come makes; close it as often as it was got. */
  static Caller shared(String name, Pace pace, LanguageModel model) {
    synchronized (SHARED) {
      Caller caller =
          SHARED.computeIfAbsent(
              name,
              absent ->
                  new Caller(
                      name,
                      pace,
                      Math.min(pace.ownConcurrency(), model.capabilities().callsAtOnce()),
                      model.capabilities().isJob() ? SLOW_JOB : SLOW));
      caller.users++;
      return caller;
    }
  }

  @Override
  public void close() {
    synchronized (SHARED) {
      users--;
      if (users == 0) {
        SHARED.remove(name);
        threads.shutdown();
      }
    }
  }

  /** Runs a task on one of the caller's threads, of which there are as many as calls at a time. */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /**
   * What a call brought.
   *
   * @param answers one a prompt
   * @param latencyMillis of the last attempt
   * @param attempts how many were made, 0 if the allowance covered none
   * @param throttledMillis how long the pace and the server made the call wait
   */
  record Called(List<Answer> answers, long latencyMillis, int attempts, long throttledMillis) {}

  /**
   * Asks until there is an answer, or none to be had.
   *
   * @param cost settles every attempt with the allowance
   * @throws ModelUnavailable if no request of the job can be answered any more
   */
  Called call(LanguageModel model, List<Prompt> prompts, CallCost cost) {
    return new Call(model, prompts, cost).run();
  }

  /** Whether this failure says that nobody is there. */
  private static boolean isOutage(Answer answer) {
    return answer
        .failure()
        .map(Failure::kind)
        .filter(kind -> kind == Failure.Kind.UNREACHABLE || kind == Failure.Kind.INTERRUPTED)
        .isPresent();
  }

  private static boolean isPassing(Answer answer) {
    return answer.failure().isPresent() && answer.failure().get().kind().isPassing();
  }

  /** One call and its attempts, on one thread. */
  private final class Call {
    private final LanguageModel model;
    private final List<Prompt> prompts;
    private final CallCost cost;
    private final AtomicLong throttledNanos = new AtomicLong();
    private List<Answer> answers = List.of();
    private long latencyMillis;
    private int attempts;

    Call(LanguageModel model, List<Prompt> prompts, CallCost cost) {
      this.model = model;
      this.prompts = prompts;
      this.cost = cost;
    }

    Called run() {
      RetryPolicy<Answer> retry =
          RetryPolicy.<Answer>builder()
              .handleIf((answer, thrown) -> thrown == null && isPassing(answer))
              .withMaxAttempts(pace.attempts())
              .withBackoff(pace.firstWait(), pace.longestWait())
              .withJitter(0.25)
              .withDelayFn(context -> advised(context.getLastResult()))
              .onRetryScheduled(retried -> throttledNanos.addAndGet(retried.getDelay().toNanos()))
              .build();
      try {
        Failsafe.with(retry, breaker).get(this::attempt);
      } catch (CircuitBreakerOpenException e) {
        throw fail("it answered nothing for a while; the last it said: " + lastSaid());
      } catch (FailsafeException e) {
        Thread.currentThread().interrupt();
        throw fail("the calls were interrupted");
      }
      return new Called(
          answers, latencyMillis, attempts, TimeUnit.NANOSECONDS.toMillis(throttledNanos.get()));
    }

    /**
     * What the server asks to wait, or below 0 for the policy's own wait. A longer wait than the
     * longest is not obeyed at once, but asked about again.
     */
    private Duration advised(Answer last) {
      Duration advised =
          last == null ? OWN_WAIT : last.failure().flatMap(Failure::retryAfter).orElse(OWN_WAIT);
      return advised.compareTo(pace.longestWait()) > 0 ? pace.longestWait() : advised;
    }

    /** One answer stands for all: one that no other attempt would change, if there is any. */
    private Answer attempt() throws InterruptedException {
      if (unavailable != null) {
        throw new ModelUnavailable(unavailable);
      }
      if (!cost.reserve()) {
        answers = CallCost.notAsked(answers, prompts.size());
        return answers.get(0);
      }
      long waiting = System.nanoTime();
      if (requests != null) {
        requests.acquirePermit();
      }
      if (tokens != null) {
        tokens.acquirePermits((int) Math.min(cost.expectedTokens(), pace.tokensPerMinute()));
      }
      Limiter.Listener place = place();
      throttledNanos.addAndGet(System.nanoTime() - waiting);
      long started = System.nanoTime();
      attempts++;
      answers = model.answer(prompts);
      latencyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      Answer decisive =
          answers.stream()
              .filter(answer -> !isPassing(answer))
              .findFirst()
              .orElseGet(() -> answers.get(0));
      cost.settle(answers);
      tell(place, decisive);
      if (decisive.failure().map(Failure::kind).filter(Failure.Kind.DENIED::equals).isPresent()) {
        throw fail(decisive.response());
      }
      return decisive;
    }

    private Limiter.Listener place() throws InterruptedException {
      while (true) {
        // Waits for an hour at most, which a job may exceed.
        Optional<Limiter.Listener> place = places.acquire(null);
        if (place.isPresent()) {
          return place.get();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }

    private void tell(Limiter.Listener place, Answer answer) {
      boolean throttled =
          answer.failure().map(Failure::kind).filter(Failure.Kind.THROTTLED::equals).isPresent();
      if (throttled) {
        place.onDropped();
      } else if (answer.failure().isPresent()) {
        place.onIgnore();
      } else {
        place.onSuccess();
      }
    }

    private String lastSaid() {
      return answers.isEmpty() ? "nothing" : answers.get(0).response();
    }

    private ModelUnavailable fail(String reason) {
      if (unavailable == null) {
        unavailable =
            "llm: "
                + model.provider()
                + " "
                + model.model()
                + " cannot be asked: "
                + reason
                + ". What was answered is in the ledger; run again to go on from there";
      }
      return new ModelUnavailable(unavailable);
    }
  }
}
