package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.Test;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Failure.Kind;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;

public class CallerTest {
  private static final Answer GOOD = Answer.answered("{\"answers\":[]}", 10, 1);
  private static final List<Prompt> PROMPT =
      List.of(new Prompt(Task.GENERATE, List.of("mug"), List.of("jug")));

  /** No test waits longer than this between attempts. */
  private static final Pace QUICK =
      Pace.standard()
          .withPatience(4, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(30));

  @Test
  public void whatFailsInPassingIsTriedAgain() {
    Scripted model =
        new Scripted(
            failed(Kind.THROTTLED), failed(Kind.INTERRUPTED), failed(Kind.UNREACHABLE), GOOD);
    Caller.Called called = call(model, QUICK, Budget.UNLIMITED);
    assertEquals(List.of(GOOD), called.answers());
    assertEquals(4, called.attempts());
    assertTrue(called.throttledMillis() >= 3);
  }

  @Test
  public void whatFailsForGoodIsNot() {
    Scripted model = new Scripted(failed(Kind.INVALID), GOOD);
    Caller.Called called = call(model, QUICK, Budget.UNLIMITED);
    assertEquals(failed(Kind.INVALID), called.answers().get(0));
    assertEquals(1, called.attempts());
  }

  @Test
  public void aCallOfSeveralIsRepeatedOnlyIfNothingOfItWasAnswered() {
    List<Prompt> two = List.of(PROMPT.get(0), PROMPT.get(0));
    Scripted model =
        new Scripted(
            failed(Kind.INTERRUPTED), failed(Kind.THROTTLED), failed(Kind.THROTTLED), GOOD);
    try (Caller caller = Caller.shared("test", QUICK, model)) {
      Caller.Called called = call(caller, model, Budget.UNLIMITED, two);
      assertEquals(List.of(failed(Kind.THROTTLED), GOOD), called.answers());
      assertEquals(2, called.attempts());
    }
  }

  @Test
  public void whatOfACallWasFreeIsGivenBack() throws InterruptedException {
    // The estimate is 20 + 10 tokens at most, and the answer took 10 + 1.
    Allowance allowance = new Allowance(new Budget(5, 90, 0));
    List<TokenEstimate> three = Collections.nCopies(3, new TokenEstimate(10, 1, 20, 10));
    CallCost cost = new CallCost(allowance, Prices.FREE, three);
    assertTrue(cost.reserve());
    cost.settle(List.of(failed(Kind.INVALID), failed(Kind.INTERRUPTED), GOOD));
    assertTrue(allowance.reserve(90 - 30 - 11, 0));
    allowance.settle(0, 90 - 30 - 11, 0);
    assertFalse(allowance.reserve(90 - 30 - 11 + 1, 0));
  }

  @Test
  public void patienceHasAnEnd() {
    Scripted model = new Scripted();
    model.otherwise = () -> failed(Kind.THROTTLED);
    Caller.Called called = call(model, QUICK, Budget.UNLIMITED);
    assertEquals(failed(Kind.THROTTLED), called.answers().get(0));
    assertEquals(4, called.attempts());
  }

  @Test
  public void theServerSaysWhenToTryAgain() {
    Failure later = new Failure(Kind.THROTTLED, "later", Optional.of(Duration.ofMillis(120)));
    Pace patient =
        QUICK.withPatience(2, Duration.ofMillis(1), Duration.ofMillis(500), Duration.ofSeconds(30));
    Caller.Called called =
        call(new Scripted(Answer.failed(later), GOOD), patient, Budget.UNLIMITED);
    assertEquals(List.of(GOOD), called.answers());
    // A quarter less or more, as many callers must not come back at once.
    assertTrue("" + called.throttledMillis(), called.throttledMillis() >= 85);
  }

  @Test
  public void aServerThatDeniesAccessEndsTheJob() {
    Scripted model = new Scripted();
    model.otherwise = () -> failed(Kind.DENIED);
    try (Caller caller = Caller.shared("denied", QUICK, model)) {
      ModelUnavailable thrown =
          assertThrows(ModelUnavailable.class, () -> call(caller, model, Budget.UNLIMITED));
      assertEquals(
          "llm: scripted s-1 cannot be asked: DENIED. What was answered is in the ledger; run"
              + " again to go on from there",
          thrown.getMessage());
      assertThrows(ModelUnavailable.class, () -> call(caller, model, Budget.UNLIMITED));
      assertEquals("the second call was not made", 1, model.attempts.get());
    }
  }

  @Test
  public void aDeadServerEndsTheJobEarly() {
    Scripted model = new Scripted();
    model.otherwise = () -> failed(Kind.UNREACHABLE);
    try (Caller caller = Caller.shared("dead", QUICK, model)) {
      int calls = 0;
      ModelUnavailable thrown = null;
      while (thrown == null) {
        try {
          call(caller, model, Budget.UNLIMITED);
          calls++;
        } catch (ModelUnavailable e) {
          thrown = e;
        }
      }
      assertEquals("each makes 4 attempts, and 20 are enough", 5, calls);
      assertTrue(
          thrown.getMessage(), thrown.getMessage().contains("it answered nothing for a while"));
    }
  }

  @Test
  public void aServerThatAnswersNowAndThenIsNotDead() {
    Scripted model = new Scripted();
    AtomicInteger count = new AtomicInteger();
    model.otherwise = () -> count.incrementAndGet() % 4 == 0 ? GOOD : failed(Kind.INTERRUPTED);
    try (Caller caller = Caller.shared("shaky", QUICK, model)) {
      for (int call = 0; call < 50; call++) {
        assertEquals(List.of(GOOD), call(caller, model, Budget.UNLIMITED).answers());
      }
    }
  }

  @Test
  public void theBudgetHoldsWithAttempts() {
    Scripted model = new Scripted();
    model.otherwise = () -> failed(Kind.INTERRUPTED);
    Caller.Called called = call(model, QUICK, Budget.UNLIMITED.withCalls(2));
    assertEquals(2, model.attempts.get());
    assertEquals(Outcome.FAILED, called.answers().get(0).outcome());
    assertEquals(
        "INTERRUPTED; the budget covers no further attempt", called.answers().get(0).response());
  }

  @Test
  public void attemptsThatNobodyChargesForCostNothing() {
    Scripted model = new Scripted(failed(Kind.THROTTLED), failed(Kind.UNREACHABLE), GOOD);
    assertEquals(List.of(GOOD), call(model, QUICK, Budget.UNLIMITED.withCalls(1)).answers());
  }

  @Test
  public void withoutBudgetNobodyIsAsked() {
    Scripted model = new Scripted(GOOD);
    Caller.Called called = call(model, QUICK, Budget.UNLIMITED.withTokens(29));
    assertEquals(0, model.attempts.get());
    assertEquals(Outcome.NOT_ASKED, called.answers().get(0).outcome());
  }

  @Test
  public void callsAreSpreadOverTheMinute() {
    Scripted model = new Scripted();
    model.otherwise = () -> GOOD;
    long started = System.nanoTime();
    try (Caller caller = Caller.shared("paced", QUICK.withRequestsPerMinute(6000), model)) {
      for (int call = 0; call < 21; call++) {
        call(caller, model, Budget.UNLIMITED);
      }
    }
    // The first goes at once, and each of the others waits a hundredth of a second.
    assertTrue(System.nanoTime() - started >= TimeUnit.MILLISECONDS.toNanos(200));
  }

  @Test
  public void workersShareTheRateAndTheTokens() {
    Scripted model = new Scripted();
    model.otherwise = () -> GOOD;
    long started = System.nanoTime();
    // 11 tokens a call, and half of 6,600 a minute: 5 calls a second.
    try (Caller caller =
        Caller.shared("tokens", QUICK.withTokensPerMinute(6600).withWorkers(2), model)) {
      for (int call = 0; call < 3; call++) {
        call(caller, model, Budget.UNLIMITED);
      }
    }
    assertTrue(System.nanoTime() - started >= TimeUnit.MILLISECONDS.toNanos(380));
  }

  /** Not more calls at a time than allowed, and all places used. */
  @Test
  public void asManyCallsAtATimeAsAllowed() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch allPlaces = new CountDownLatch(4);
    Scripted model = new Scripted();
    model.otherwise =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          allPlaces.countDown();
          try {
            assertTrue(allPlaces.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          now.decrementAndGet();
          return GOOD;
        };
    CountDownLatch done = new CountDownLatch(40);
    try (Caller caller = Caller.shared("places", QUICK.withConcurrency(4), model)) {
      for (int call = 0; call < 40; call++) {
        caller.execute(
            () -> {
              call(caller, model, Budget.UNLIMITED);
              done.countDown();
            });
      }
      assertTrue(done.await(20, TimeUnit.SECONDS));
    }
    assertEquals(4, most.get());
  }

  @Test
  public void oneCallerForAllOfOneName() {
    Scripted model = new Scripted();
    try (Caller first = Caller.shared("same", QUICK, model);
        Caller second = Caller.shared("same", QUICK, model);
        Caller other = Caller.shared("other", QUICK, model)) {
      assertEquals(first, second);
      assertTrue(first != other);
    }
  }

  private static Caller.Called call(Scripted model, Pace pace, Budget budget) {
    try (Caller caller = Caller.shared("test", pace, model)) {
      return call(caller, model, budget);
    }
  }

  private static Caller.Called call(Caller caller, Scripted model, Budget budget) {
    return call(caller, model, budget, PROMPT);
  }

  private static Caller.Called call(
      Caller caller, Scripted model, Budget budget, List<Prompt> prompts) {
    return caller.call(
        model,
        prompts,
        new CallCost(
            new Allowance(budget),
            new Prices(1, 1),
            prompts.stream().map(model::estimate).toList()));
  }

  private static Answer failed(Kind kind) {
    return Answer.failed(Failure.of(kind, kind.name()));
  }

  /** Answers by a script, and then always the same. */
  private static final class Scripted implements LanguageModel {
    private final Deque<Answer> script;
    private final AtomicInteger attempts = new AtomicInteger();
    private Supplier<Answer> otherwise =
        () -> {
          throw new AssertionError("the script is at its end");
        };

    Scripted(Answer... script) {
      this.script = new ArrayDeque<>(Arrays.asList(script));
    }

    @Override
    public List<Answer> answer(List<Prompt> prompts) {
      attempts.incrementAndGet();
      List<Answer> answers = new ArrayList<>();
      prompts.forEach(
          prompt -> answers.add(script.isEmpty() ? otherwise.get() : script.removeFirst()));
      return answers;
    }

    @Override
    public String render(Prompt prompt) {
      return prompt.toString();
    }

    @Override
    public TokenEstimate estimate(Prompt prompt) {
      return new TokenEstimate(10, 1, 20, 10);
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(true, false, 1, 256);
    }

    @Override
    public String provider() {
      return "scripted";
    }

    @Override
    public String model() {
      return "s-1";
    }

    @Override
    public String parameters() {
      return "";
    }

    @Override
    public void close() {}
  }
}
