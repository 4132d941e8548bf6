package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.ask.Asked.SHORTLIST;
import static org.llmi2i.ask.Asked.ask;
import static org.llmi2i.ask.Asked.counted;
import static org.llmi2i.ask.Asked.exchange;
import static org.llmi2i.ask.Asked.outcomes;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** {@link AskModel}: every shortlist becomes one exchange, whatever the model does. */
public class AskModelTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

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
            ask(pipeline, Task.GENERATE, Asking.of(echo), shortlists)
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

  /** Two users of the same history and list: the model need not be asked twice. */
  @Test
  public void equalRequestsAreAskedOnce() {
    Shortlist other = Records.shortlist("v", candidate("mug", 1), candidate("jug", 1));
    PAssert.that(
            outcomes(
                pipeline,
                Asking.of(FakeModel.saying("{\"answers\":[]}")),
                List.of(SHORTLIST, other)))
        .containsInAnyOrder("u ANSWERED", "v ANSWERED");

    PipelineResult result = pipeline.run();

    assertEquals(1, counted(result, "calls"));
    assertEquals(10, counted(result, "inputTokens"));
  }

  @Test
  public void aDryRunAsksNobody() {
    PAssert.that(
            outcomes(
                pipeline,
                Asking.of(DryModel.of(FakeModel.of(prompt -> fail()))),
                List.of(SHORTLIST)))
        .containsInAnyOrder("u ANSWERED");

    PipelineResult result = pipeline.run();

    assertEquals(1, counted(result, "calls"));
    assertEquals(10, counted(result, "inputTokens"));
    assertEquals(1, counted(result, "outputTokens"));
  }

  private static Answer fail() {
    throw new AssertionError("somebody was asked");
  }

  /** The exchanges, with the clock's fields checked and set to what {@link Asked#exchange} has. */
  private PCollection<Exchange> exchanges(
      Task task, LanguageModel.Factory model, List<Shortlist> shortlists) {
    Instant testStarted = Instant.now().minusSeconds(1);
    return ask(pipeline, task, Asking.of(model), shortlists)
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
}
