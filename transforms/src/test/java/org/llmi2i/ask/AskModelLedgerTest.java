package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.ask.Asked.SHORTLIST;
import static org.llmi2i.ask.Asked.ask;
import static org.llmi2i.ask.Asked.counted;
import static org.llmi2i.ask.Asked.exchange;
import static org.llmi2i.ask.Asked.ledger;
import static org.llmi2i.ask.Asked.outcomes;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Values;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** {@link AskModel} with a ledger: nothing is paid for twice, and no answer is lost. */
public class AskModelLedgerTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void whatTheLedgerHasIsNotAskedAgain() {
    Exchange earlier =
        exchange(Task.GENERATE, Outcome.ANSWERED, "{\"answers\":[]}").setInputTokens(99).build();
    PAssert.that(
            ask(
                    pipeline,
                    Task.GENERATE,
                    Asking.of(FakeModel.failing("asked again"))
                        .withLedger("run", ledger(pipeline, earlier), Journal.none()),
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
                pipeline,
                Asking.of(FakeModel.saying("{\"answers\":[]}"))
                    .withLedger("run", ledger(pipeline, failed), Journal.none()),
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
                    pipeline,
                    Task.GENERATE,
                    Asking.of(FakeModel.failing("asked again"))
                        .withLedger("run", ledger(pipeline, second, first), Journal.none()),
                    List.of(SHORTLIST))
                .apply(Values.create()))
        .containsInAnyOrder(first);
    pipeline.run();
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
        pipeline,
        Asking.of(FakeModel.saying("{\"answers\":[]}"))
            .withLedger("run", ledger(pipeline), part -> new Kept())
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
                ledger(pipeline),
                part -> {
                  PARTS.add(part);
                  return Journal.NONE;
                })
            .withParts(1);
    outcomes(pipeline, asking, List.of(SHORTLIST));
    Records.create(pipeline, "Others", Shortlist.class, List.of(SHORTLIST))
        .apply("Ask elsewhere", AskModel.of(Task.GENERATE, asking));
    pipeline.run();
    assertEquals(PARTS.toString(), 2, PARTS.size());
    PARTS.forEach(part -> assertTrue(part, part.startsWith("generate-") && part.endsWith("-0")));
  }

  @Test
  public void anAnswerThatCannotBeWrittenDownEndsTheJob() {
    outcomes(
        pipeline,
        Asking.of(FakeModel.saying("{\"answers\":[]}"))
            .withLedger("run", ledger(pipeline), part -> new Full()),
        List.of(SHORTLIST));
    Throwable thrown = assertThrows(RuntimeException.class, () -> pipeline.run());
    while (thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    assertEquals("the disk is full", thrown.getMessage());
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
}
