package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.llmi2i.ask.Asked.SHORTLIST;
import static org.llmi2i.ask.Asked.counted;
import static org.llmi2i.ask.Asked.exchange;
import static org.llmi2i.ask.Asked.ledger;
import static org.llmi2i.ask.Asked.outcomes;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** {@link AskModel} within a budget: what is asked first, and what it costs. */
public class AskModelBudgetTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void aBudgetAdmitsWhatReachesMostItemsAndTheRestIsSaidToBeNotAsked() {
    List<Shortlist> shortlists =
        List.of(
            Records.shortlist("one", candidate("mug", 1)),
            Records.shortlist("three", candidate("a", 1), candidate("b", 1), candidate("c", 1)),
            Records.shortlist("two", candidate("d", 1), candidate("e", 1)));
    PAssert.that(
            outcomes(
                pipeline,
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
    PCollection<String> forward = outcomes(pipeline, asking, List.of(blue, red, other));
    PCollection<String> backward =
        Records.create(pipeline, "Backward", Shortlist.class, List.of(other, red, blue))
            .apply("Ask backward", AskModel.of(Task.GENERATE, asking))
            .apply(
                "Outcomes backward",
                MapElements.into(TypeDescriptors.strings()).via(Asked::outcome));
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
                pipeline,
                Asking.of(FakeModel.saying("{\"answers\":[]}"))
                    .withLedger("run", ledger(pipeline, earlier), Journal.none())
                    .withBudget(Budget.UNLIMITED.withTokens(11)),
                List.of(SHORTLIST, fresh)))
        .containsInAnyOrder("u ANSWERED", "v ANSWERED");
    pipeline.run();
  }

  @Test
  public void everyTokenHasItsPrice() {
    PAssert.that(
            outcomes(
                pipeline,
                Asking.of(FakeModel.saying("{\"answers\":[]}")).withPrices(new Prices(2, 30)),
                List.of(SHORTLIST)))
        .containsInAnyOrder("u ANSWERED");
    // 10 tokens at 2 dollars and 1 token at 30 dollars a million.
    assertEquals(10 * 2_000 + 30_000, counted(pipeline.run(), "costNanos"));
  }
}
