package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.llmi2i.testing.Records.event;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.Records;

/** {@link CalibrationPairs} of users who have everything but "other". */
public class CalibrationPairsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics[] ITEMS = {
    statistics("a"),
    statistics("b"),
    statistics("c"),
    statistics("d"),
    statistics("other"),
    statistics("untitled", "", ItemClass.HEAD),
    ItemStatistics.newBuilder(statistics("cold")).setUsers(0).build()
  };

  /** A hundred users of four baskets of three, with repeats in and between them. */
  private static final List<History> BASKETS =
      IntStream.range(0, 100).mapToObj(CalibrationPairsTest::baskets).toList();

  private static History baskets(int user) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      events.add(event(List.of("a", "b", "c", "d").get((user * 7 + i * i) % 4), i / 3));
    }

    events.add(event(user % 2 == 0 ? "a" : "d", 5));
    return History.of("user " + user, events, user);
  }

  @Test
  public void theLastItemAgainstOneThatTheUserDoesNotHave() {
    History user = history("u", "a", "b", "c", "d");
    PAssert.that(pairs(List.of(user), pairs -> pairs))
        .containsInAnyOrder(pair(user, List.of("a", "b", "c"), "d"));
    pipeline.run();
  }

  @Test
  public void nothingOfTheLastBasketIsShownNotEvenFromEarlier() {
    History user =
        new History(
            "u",
            List.of(event("a", 1), event("c", 1), event("b", 2), event("c", 3), event("d", 3)));
    PAssert.that(pairs(List.of(user), pairs -> pairs))
        .containsInAnyOrder(pair(user, List.of("a", "b"), "d"));
    pipeline.run();
  }

  @Test
  public void theShownHistoryIsOfTheStatedLength() {
    History user = history("u", "a", "b", "c", "d");
    PAssert.that(pairs(List.of(user), pairs -> pairs.withHistoryLength(2)))
        .containsInAnyOrder(pair(user, List.of("b", "c"), "d"));
    pipeline.run();
  }

  @Test
  public void noPairOfAUserWho() {
    History hasOneBasket = new History("one", List.of(event("a", 1), event("b", 1)));
    History repeatsOneItem = history("repeats", "a", "a", "a");
    History endsUntitled = history("untitled", "a", "untitled");
    History hasEverything = history("everything", "other", "a", "b", "c", "d");
    PAssert.that(
            pairs(
                List.of(hasOneBasket, repeatsOneItem, endsUntitled, hasEverything), pairs -> pairs))
        .empty();
    pipeline.run();
  }

  @Test
  public void soManyUsersAreDrawn() {
    List<History> histories =
        IntStream.range(0, 30).mapToObj(i -> history("user " + i, "a", "b")).toList();
    PAssert.thatSingleton(
            pairs(histories, pairs -> pairs.withUsers(7)).apply("Count", Count.globally()))
        .isEqualTo(7L);
    pipeline.run();
  }

  @Test
  public void whateverTheSeedNothingGivesTheAnswerAway() {
    PAssert.that(pairs(BASKETS, pairs -> pairs.withSeed(11)))
        .satisfies(
            pairs -> {
              Map<String, History> byUser = new HashMap<>();
              BASKETS.forEach(history -> byUser.put(history.userId(), history));
              int count = 0;
              for (Shortlist pair : pairs) {
                History history = byUser.get(pair.getUserId());
                for (Candidate candidate : pair.getCandidates()) {
                  String item = candidate.getItemId();
                  assertFalse(pair.getHistoryItems().contains(item));
                  assertEquals(
                      LabeledPair.isPositive(pair, candidate), history.items().contains(item));
                }
                for (Event event : history.events()) {
                  assertFalse(
                      event.micros() == history.lastMicros()
                          && pair.getHistoryItems().contains(event.itemId()));
                }
                count++;
              }
              assertFalse("some pairs are needed", count < 50);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void noUsersNoPairs() {
    PAssert.that(pairs(List.of(), pairs -> pairs)).empty();
    pipeline.run();
  }

  private interface Setting {
    CalibrationPairs of(CalibrationPairs pairs);
  }

  private PCollection<Shortlist> pairs(List<History> histories, Setting setting) {
    return Records.histories(pipeline, "Log", histories)
        .apply("Pairs", setting.of(CalibrationPairs.of(Records.catalog(pipeline, ITEMS))));
  }

  private static Shortlist pair(History user, List<String> shown, String last) {
    Map<String, ItemStatistics> catalog = new HashMap<>();
    for (ItemStatistics item : ITEMS) {
      catalog.put(item.getItemId(), item);
    }
    return LabeledPair.of(user, shown, last, "other", catalog);
  }
}
