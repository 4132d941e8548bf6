package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

public class AskModelTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final Shortlist SHORTLIST =
      Records.shortlist("u", candidate("mug", 1), candidate("jug", 1));
  private static final String PROMPT = "[title of old] -> [title of mug, title of jug]";

  @Test
  public void anAnswerIsAnExchangeWithTheMeanConfidence() {
    LanguageModel.Factory model =
        FakeModel.trusting(Map.of("title of mug", 0.25, "title of jug", 0.75));
    PAssert.that(exchanges(Task.GENERATE, model, List.of(SHORTLIST)))
        .containsInAnyOrder(
            exchange(
                    Task.GENERATE,
                    Outcome.ANSWERED,
                    "{\"answers\":[{\"number\":1,\"confidence\":0.25},"
                        + "{\"number\":2,\"confidence\":0.75}]}")
                .setConfidence(0.5)
                .setInputTokens(10)
                .setOutputTokens(1)
                .build());
    pipeline.run();
  }

  @Test
  public void theTaskReachesTheModel() {
    PAssert.that(
            exchanges(Task.DISCRIMINATE, FakeModel.saying("{\"answers\":[]}"), List.of(SHORTLIST)))
        .containsInAnyOrder(
            exchange(Task.DISCRIMINATE, Outcome.ANSWERED, "{\"answers\":[]}")
                .setInputTokens(10)
                .setOutputTokens(1)
                .build());
    pipeline.run();
  }

  @Test
  public void aFailureIsAnExchangeToo() {
    PAssert.that(exchanges(Task.GENERATE, FakeModel.failing("timed out"), List.of(SHORTLIST)))
        .containsInAnyOrder(exchange(Task.GENERATE, Outcome.FAILED, "timed out").build());
    pipeline.run();
  }

  @Test
  public void anAnswerThatCannotBeReadIsKeptAsItIs() {
    PAssert.that(exchanges(Task.GENERATE, FakeModel.saying("Number 1."), List.of(SHORTLIST)))
        .containsInAnyOrder(
            exchange(Task.GENERATE, Outcome.UNREADABLE, "Number 1.")
                .setInputTokens(10)
                .setOutputTokens(1)
                .build());
    pipeline.run();
  }

  /** The answers of a batch must not be swapped: each names the user whom it is for. */
  @Test
  public void everyShortlistGetsItsOwnAnswerOnceHoweverTheyAreBatched() {
    List<Shortlist> shortlists =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    new Shortlist(
                        "user " + i, day(1), List.of("i"), List.of("prompt " + i), List.of()))
            .toList();
    LanguageModel.Factory echo =
        FakeModel.of(prompt -> FakeModel.answered(prompt.history().get(0)));
    PAssert.that(
            ask(Task.GENERATE, echo, shortlists)
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            answered ->
                                answered.getKey().getUserId()
                                    + ": "
                                    + answered.getValue().getResponse())))
        .containsInAnyOrder(
            IntStream.range(0, 300).mapToObj(i -> "user " + i + ": prompt " + i).toList());

    PipelineResult result = pipeline.run();

    assertEquals(300, counted(result, "calls"));
    assertEquals(3000, counted(result, "inputTokens"));
    assertEquals(300, counted(result, "outputTokens"));
  }

  @Test
  public void failuresAreCounted() {
    LanguageModel.Factory halfDead =
        FakeModel.of(
            prompt ->
                prompt.history().isEmpty()
                    ? Answer.failed(Failure.of(Failure.Kind.INVALID, "no"))
                    : FakeModel.answered("{\"answers\":[]}"));
    Shortlist unlucky = new Shortlist("v", day(1), List.of(), List.of(), List.of());
    PAssert.that(
            exchanges(Task.GENERATE, halfDead, List.of(SHORTLIST, unlucky))
                .apply(
                    "Outcomes",
                    MapElements.into(TypeDescriptors.strings())
                        .via(exchange -> exchange.getOutcome().name())))
        .containsInAnyOrder("ANSWERED", "FAILED");

    PipelineResult result = pipeline.run();

    assertEquals(2, counted(result, "calls"));
    assertEquals(1, counted(result, "failures"));
    assertEquals(10, counted(result, "inputTokens"));
  }

  @Test
  public void withoutShortlistsNothingIsAsked() {
    PAssert.that(exchanges(Task.GENERATE, FakeModel.failing("no"), List.of())).empty();
    pipeline.run();
  }

  @Test
  public void whatTheLedgerHasIsNotAskedAgain() {
    Exchange earlier =
        exchange(Task.GENERATE, Outcome.ANSWERED, "{\"answers\":[]}").setInputTokens(99).build();
    PAssert.that(
            ask(
                    Task.GENERATE,
                    Asking.of(FakeModel.failing("asked again"))
                        .withLedger("run", ledger(earlier), Journal.none()),
                    List.of(SHORTLIST))
                .apply(Values.create()))
        .containsInAnyOrder(earlier);

    PipelineResult result = pipeline.run();

    assertEquals(1, counted(result, "ledgerHits"));
    assertEquals(0, counted(result, "calls"));
  }

  @Test
  public void whatFailedBeforeIsAskedAgain() {
    Exchange failed = exchange(Task.GENERATE, Outcome.FAILED, "timed out").build();
    PAssert.that(
            outcomes(
                Asking.of(FakeModel.saying("{\"answers\":[]}"))
                    .withLedger("run", ledger(failed), Journal.none()),
                List.of(SHORTLIST)))
        .containsInAnyOrder("u ANSWERED");
    pipeline.run();
  }

  @Test
  public void ofSeveralExchangesAboutTheSameTheFirstCounts() {
    Exchange first = exchange(Task.GENERATE, Outcome.ANSWERED, "{\"answers\":[]}").build();
    Exchange second = Exchange.newBuilder(first).setCreatedAt(day(1)).setResponse("later").build();
    PAssert.that(
            ask(
                    Task.GENERATE,
                    Asking.of(FakeModel.failing("asked again"))
                        .withLedger("run", ledger(second, first), Journal.none()),
                    List.of(SHORTLIST))
                .apply(Values.create()))
        .containsInAnyOrder(first);
    pipeline.run();
  }

  /** Two users of the same history and list: the model need not be asked twice. */
  @Test
  public void equalRequestsAreAskedOnce() {
    Shortlist other = Records.shortlist("v", candidate("mug", 1), candidate("jug", 1));
    PAssert.that(
            outcomes(Asking.of(FakeModel.saying("{\"answers\":[]}")), List.of(SHORTLIST, other)))
        .containsInAnyOrder("u ANSWERED", "v ANSWERED");

    PipelineResult result = pipeline.run();

    assertEquals(1, counted(result, "calls"));
    assertEquals(10, counted(result, "inputTokens"));
  }

  @Test
  public void aBudgetAdmitsWhatReachesMostItemsAndTheRestIsSaidToBeNotAsked() {
    List<Shortlist> shortlists =
        List.of(
            Records.shortlist("one", candidate("mug", 1)),
            Records.shortlist("three", candidate("a", 1), candidate("b", 1), candidate("c", 1)),
            Records.shortlist("two", candidate("d", 1), candidate("e", 1)));
    PAssert.that(
            outcomes(
                Asking.of(FakeModel.saying("{\"answers\":[]}"))
                    .withBudget(Budget.UNLIMITED.withCalls(2)),
                shortlists))
        .containsInAnyOrder("one NOT_ASKED", "two ANSWERED", "three ANSWERED");

    PipelineResult result = pipeline.run();

    assertEquals(2, counted(result, "calls"));
    assertEquals(1, counted(result, "notAsked"));
  }

  /** Items of the same title: which of the two users comes first must not decide. */
  @Test
  public void equalRequestsAboutDifferentItemsAreRankedAlikeInAnyOrder() {
    Shortlist blue = titled("one", "blue", "mug");
    Shortlist red = titled("two", "red", "mug");
    Shortlist other = titled("three", "blue", "jug");
    Asking asking =
        Asking.of(FakeModel.saying("{\"answers\":[]}")).withBudget(Budget.UNLIMITED.withCalls(1));
    PCollection<String> forward = outcomes(asking, List.of(blue, red, other));
    PCollection<String> backward =
        Records.create(pipeline, "Backward", Shortlist.class, List.of(other, red, blue))
            .apply("Ask backward", AskModel.of(Task.GENERATE, asking))
            .apply(
                "Outcomes backward",
                MapElements.into(TypeDescriptors.strings()).via(AskModelTest::outcome));
    PAssert.that(forward).satisfies(once -> sameAs(once, WHO));
    PAssert.that(backward).satisfies(once -> sameAs(once, WHO));
    WHO.clear();
    pipeline.run();
  }

  private static final Set<Set<String>> WHO = Collections.synchronizedSet(new HashSet<>());

  private static Void sameAs(Iterable<String> outcomes, Set<Set<String>> all) {
    Set<String> now = new TreeSet<>();
    outcomes.forEach(now::add);
    all.add(now);
    assertEquals(all.toString(), 1, all.size());
    return null;
  }

  private static Shortlist titled(String user, String item, String title) {
    return new Shortlist(
        user, day(1), List.of("old"), List.of("old"), List.of(new Candidate(item, title, 1)));
  }

  @Test
  public void whatTheLedgerHasCostsNothing() {
    Shortlist fresh = Records.shortlist("v", candidate("cup", 1));
    Exchange earlier = exchange(Task.GENERATE, Outcome.ANSWERED, "{\"answers\":[]}").build();
    PAssert.that(
            outcomes(
                Asking.of(FakeModel.saying("{\"answers\":[]}"))
                    .withLedger("run", ledger(earlier), Journal.none())
                    .withBudget(Budget.UNLIMITED.withTokens(11)),
                List.of(SHORTLIST, fresh)))
        .containsInAnyOrder("u ANSWERED", "v ANSWERED");
    pipeline.run();
  }

  @Test
  public void everyTokenHasItsPrice() {
    PAssert.that(
            outcomes(
                Asking.of(FakeModel.saying("{\"answers\":[]}")).withPrices(new Prices(2, 30)),
                List.of(SHORTLIST)))
        .containsInAnyOrder("u ANSWERED");
    // 10 tokens at 2 dollars and 1 token at 30 dollars a million.
    assertEquals(10 * 2_000 + 30_000, counted(pipeline.run(), "costNanos"));
  }

  @Test
  public void aDryRunAsksNobody() {
    PAssert.that(
            outcomes(Asking.of(DryModel.of(FakeModel.of(prompt -> fail()))), List.of(SHORTLIST)))
        .containsInAnyOrder("u ANSWERED");

    PipelineResult result = pipeline.run();

    assertEquals(1, counted(result, "calls"));
    assertEquals(10, counted(result, "inputTokens"));
    assertEquals(1, counted(result, "outputTokens"));
  }

  private static Answer fail() {
    throw new AssertionError("somebody was asked");
  }

  /** A worker that was lost wrote two answers; the one that takes its place asks for the rest. */
  @Test
  public void whatALostWorkerWroteIsNotAskedAgain() {
    List<Shortlist> shortlists =
        IntStream.range(0, 20)
            .mapToObj(i -> Records.shortlist("user", candidate("item " + i, 1)))
            .toList();
    KEPT.clear();
    LanguageModel model = FakeModel.failing("").create();
    for (Shortlist shortlist : shortlists.subList(0, 2)) {
      String prompt = model.render(AskModel.prompt(Task.GENERATE, shortlist));
      KEPT.add(
          exchange(Task.GENERATE, Outcome.ANSWERED, "{\"answers\":[]}")
              .setExchangeId(ExchangeId.of(model, prompt))
              .build());
    }
    outcomes(
        Asking.of(FakeModel.saying("{\"answers\":[]}"))
            .withLedger("run", ledger(), part -> new Kept())
            .withParts(1),
        shortlists);

    PipelineResult result = pipeline.run();

    assertEquals(2, counted(result, "ledgerHits"));
    assertEquals(18, counted(result, "calls"));
    assertEquals(20, KEPT.size());
    assertEquals(20, KEPT.stream().map(Exchange::getExchangeId).distinct().count());
  }

  /** Two places of one run that ask for the same task, one journal each. */
  @Test
  public void anotherPlacesExchangesAreNotItsOwn() {
    PARTS.clear();
    Asking asking =
        Asking.of(FakeModel.saying("{\"answers\":[]}"))
            .withLedger(
                "run",
                ledger(),
                part -> {
                  PARTS.add(part);
                  return Journal.NONE;
                })
            .withParts(1);
    outcomes(asking, List.of(SHORTLIST));
    Records.create(pipeline, "Others", Shortlist.class, List.of(SHORTLIST))
        .apply("Ask elsewhere", AskModel.of(Task.GENERATE, asking));
    pipeline.run();
    assertEquals(PARTS.toString(), 2, PARTS.size());
    PARTS.forEach(part -> assertTrue(part, part.startsWith("generate-") && part.endsWith("-0")));
  }

  private static final Set<String> PARTS = Collections.synchronizedSet(new TreeSet<>());

  /** A journal in memory: tests run in one process. */
  private static final List<Exchange> KEPT = Collections.synchronizedList(new ArrayList<>());

  private static final class Kept implements Journal {
    @Override
    public List<Exchange> written() {
      return List.copyOf(KEPT);
    }

    @Override
    public void append(List<Exchange> exchanges) {
      KEPT.addAll(exchanges);
    }

    @Override
    public void close() {}
  }

  @Test
  public void anAnswerThatCannotBeWrittenDownEndsTheJob() {
    outcomes(
        Asking.of(FakeModel.saying("{\"answers\":[]}"))
            .withLedger("run", ledger(), part -> new Full()),
        List.of(SHORTLIST));
    Throwable thrown = assertThrows(RuntimeException.class, () -> pipeline.run());
    while (thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    assertEquals("the disk is full", thrown.getMessage());
  }

  private static final class Full implements Journal {
    @Override
    public List<Exchange> written() {
      return List.of();
    }

    @Override
    public void append(List<Exchange> exchanges) throws IOException {
      throw new IOException("the disk is full");
    }

    @Override
    public void close() {}
  }

  private PCollection<Exchange> ledger(Exchange... exchanges) {
    return Records.create(pipeline, "Earlier", Exchange.class, List.of(exchanges));
  }

  /** Who was asked about, and how it ended. */
  private PCollection<String> outcomes(Asking asking, List<Shortlist> shortlists) {
    return ask(Task.GENERATE, asking, shortlists)
        .apply("Outcomes", MapElements.into(TypeDescriptors.strings()).via(AskModelTest::outcome));
  }

  private static String outcome(KV<Shortlist, Exchange> answered) {
    return answered.getKey().getUserId() + " " + answered.getValue().getOutcome();
  }

  private PCollection<KV<Shortlist, Exchange>> ask(
      Task task, LanguageModel.Factory model, List<Shortlist> shortlists) {
    return ask(task, Asking.of(model), shortlists);
  }

  private PCollection<KV<Shortlist, Exchange>> ask(
      Task task, Asking asking, List<Shortlist> shortlists) {
    return Records.create(pipeline, "Shortlists", Shortlist.class, shortlists)
        .apply("Ask", AskModel.of(task, asking));
  }

  /** The exchanges, with the clock's fields checked and set to what {@link #exchange} has. */
  private PCollection<Exchange> exchanges(
      Task task, LanguageModel.Factory model, List<Shortlist> shortlists) {
    Instant testStarted = Instant.now().minusSeconds(1);
    return ask(task, model, shortlists)
        .apply(
            "Exchanges",
            MapElements.into(TypeDescriptor.of(Exchange.class))
                .via(
                    answered -> {
                      Exchange exchange = answered.getValue();
                      assertTrue(exchange.getLatencyMillis() >= 0);
                      assertTrue(exchange.getCreatedAt().isAfter(testStarted));
                      return Exchange.newBuilder(exchange)
                          .setLatencyMillis(0)
                          .setCreatedAt(day(0))
                          .build();
                    }));
  }

  private static Exchange.Builder exchange(Task task, Outcome outcome, String response) {
    String prompt = task + " " + PROMPT;
    return Exchange.newBuilder()
        .setExchangeId(ExchangeId.of(FakeModel.failing("").create(), prompt))
        .setTask(task)
        .setProvider("fake")
        .setModel("fake-1")
        .setPrompt(prompt)
        .setResponse(response)
        .setCreatedAt(day(0))
        .setOutcome(outcome);
  }

  private static long counted(PipelineResult result, String name) {
    Iterable<MetricResult<Long>> counters =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("LanguageModel", name))
                    .build())
            .getCounters();
    long sum = 0;
    for (MetricResult<Long> counter : counters) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
