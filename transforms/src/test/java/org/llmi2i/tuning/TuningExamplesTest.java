package org.llmi2i.tuning;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.event;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.TuningExample;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.testing.Records;

/** {@link TuningExamples} of both tasks, of users who have everything but "other". */
public class TuningExamplesTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics[] ITEMS = {
    statistics("a"),
    statistics("b"),
    statistics("c"),
    statistics("rare", "title of rare", ItemClass.TAIL),
    statistics("other"),
    statistics("alike", "title of a", ItemClass.HEAD),
    statistics("untitled", "", ItemClass.HEAD),
    ItemStatistics.newBuilder(statistics("cold")).setUsers(0).build()
  };

  private static final History USER = history("u", "a", "b", "c");

  @Test
  public void everyItemButTheFirstIsPredictedFromWhatWasBeforeIt() {
    PAssert.that(texts(List.of(USER), GeneratorTask.create(), all -> all))
        .containsInAnyOrder("u: a > b of b other rare", "u: a b > c of c other rare");
    pipeline.run();
  }

  @Test
  public void aTailItemStandsThereFourTimes() {
    PAssert.that(texts(List.of(history("u", "a", "rare", "b")), GeneratorTask.create(), all -> all))
        .containsInAnyOrder(
            "u: a > rare of c other rare",
            "u: a > rare of c other rare",
            "u: a > rare of c other rare",
            "u: a > rare of c other rare",
            "u: a rare > b of b c other");
    pipeline.run();
  }

  @Test
  public void onlyTheRatioOfTheWeightsMatters() {
    PAssert.that(
            texts(
                List.of(history("u", "a", "rare", "b")),
                GeneratorTask.create().withWeights(1, 3),
                all -> all))
        .containsInAnyOrder(
            "u: a > rare of c other rare",
            "u: a rare > b of b c other",
            "u: a rare > b of b c other",
            "u: a rare > b of b c other");
    pipeline.run();
  }

  @Test
  public void theFractionOfARatioIsTheShareThatIsRepeatedOnceMore() {
    List<History> users =
        IntStream.range(0, 1000).mapToObj(i -> history("user " + i, "a", "rare")).toList();
    PAssert.that(texts(users, GeneratorTask.create().withWeights(2.5, 1), all -> all.withSeed(3)))
        .satisfies(
            texts -> {
              Map<String, Integer> copies = new HashMap<>();
              texts.forEach(text -> copies.merge(text, 1, Integer::sum));
              assertEquals(1000, copies.size());
              assertEquals(Set.of(2, 3), new HashSet<>(copies.values()));
              long more = copies.values().stream().filter(count -> count == 3).count();
              assertTrue("about a half, got " + more, more > 430 && more < 570);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void nothingOfTheTargetsBasketIsShown() {
    History baskets =
        new History("u", List.of(event("a", 1), event("b", 1), event("a", 2), event("c", 2)));
    PAssert.that(texts(List.of(baskets), GeneratorTask.create(), all -> all))
        .containsInAnyOrder("u: a b > c of c other rare");
    pipeline.run();
  }

  @Test
  public void listAndHistoryAreOfTheStatedLength() {
    PAssert.that(
            texts(
                List.of(history("u", "a", "b", "rare", "c")),
                GeneratorTask.create().withWeights(1, 1),
                all -> all.withHistoryLength(1).withListLength(2)))
        .containsInAnyOrder(
            "u: a > b of b other", "u: b > rare of other rare", "u: rare > c of c other");
    pipeline.run();
  }

  @Test
  public void noExampleOfAUserWho() {
    List<History> users =
        List.of(
            new History("has one basket", List.of(event("a", 1), event("b", 1))),
            history("repeats one item", "a", "a", "a"),
            history("begins untitled", "untitled", "a"),
            history("has everything", "a", "b", "c", "rare", "other"));
    PAssert.that(texts(users, GeneratorTask.create(), all -> all)).empty();
    pipeline.run();
  }

  @Test
  public void untitledItemsAreNeitherShownNorAskedAboutButCounted() {
    PAssert.that(
            texts(
                List.of(history("u", "a", "untitled", "b"), history("v", "untitled", "a")),
                GeneratorTask.create(),
                all -> all))
        .containsInAnyOrder("u: a > b of b c other rare");
    assertEquals(2, count(pipeline.run(), "GeneratorTuning", "untitled"));
  }

  @Test
  public void noUsersNoExamples() {
    PAssert.that(texts(List.of(), GeneratorTask.create(), all -> all)).empty();
    PAssert.that(
            examples("No users", List.of(), DiscriminatorTask.create(), all -> all)
                .apply("Texts", texts()))
        .empty();
    pipeline.run();
  }

  @Test
  public void soManyExamplesAreDrawn() {
    PAssert.thatSingleton(
            examples("Few", users(), GeneratorTask.create(), all -> all.withMaxExamples(10))
                .apply("Count", Count.globally()))
        .isEqualTo(10L);
    pipeline.run();
  }

  @Test
  public void aUserIsOnOneSideWhateverTheTask() {
    UnaryOperator<TuningExamples> third = all -> all.withValidationShare(0.3).withSeed(5);
    PAssert.that(sides("Generator", GeneratorTask.create(), third))
        .satisfies(TuningExamplesTest::assertTwoSides);
    PAssert.that(sides("Discriminator", DiscriminatorTask.create(), third))
        .satisfies(TuningExamplesTest::assertTwoSides);
    pipeline.run();
  }

  @Test
  public void withoutValidationEverythingIsForTraining() {
    PAssert.that(sides("Generator", GeneratorTask.create(), all -> all.withValidationShare(0)))
        .satisfies(
            sides -> {
              sides.forEach(side -> assertTrue(side, side.endsWith(" false")));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void theDiscriminatorIsAskedAboutLaterItemsAndRandomOnes() {
    PAssert.that(examples("All", users(), DiscriminatorTask.create(), all -> all.withSeed(7)))
        .satisfies(
            examples -> {
              Map<String, History> byUser = new HashMap<>();
              users().forEach(user -> byUser.put(user.userId(), user));
              long taken = 0;
              long candidates = 0;
              Set<Integer> numbersTaken = new HashSet<>();
              for (TuningExample example : examples) {
                History user = byUser.get(example.getTarget().getUserId());
                List<String> shown = example.getShortlist().getHistoryItems();
                List<Candidate> asked = example.getShortlist().getCandidates();
                for (int i = 0; i < asked.size(); i++) {
                  String item = asked.get(i).getItemId();
                  assertFalse(shown.contains(item));
                  assertEquals(user.items().contains(item), example.getTaken().contains(i + 1));
                }
                taken += example.getTaken().size();
                candidates += asked.size();
                numbersTaken.addAll(example.getTaken());
              }
              assertTrue(taken + " of " + candidates, taken > 0.4 * candidates);
              assertTrue(taken + " of " + candidates, taken < 0.6 * candidates);
              assertTrue("places: " + numbersTaken, numbersTaken.containsAll(Set.of(1, 2)));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void whatMeansNothingIsRefused() {
    GeneratorTask task = GeneratorTask.create();
    assertEquals(
        "tailWeight, otherWeight: must be above 0, and one at most 100 times the other, got 4.0"
            + " and 0.0",
        assertThrows(IllegalArgumentException.class, () -> task.withWeights(4, 0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> task.withWeights(101, 1));
    assertThrows(IllegalArgumentException.class, () -> task.withWeights(Double.NaN, 1));
  }

  /** Users of three of 60 items, out of reach of each other's. */
  private static List<History> users() {
    return IntStream.range(0, 200)
        .mapToObj(i -> history("user " + i, item(i), item(i + 7), item(i + 31)))
        .toList();
  }

  private static String item(int number) {
    return "item " + number % 60;
  }

  private static Void assertTwoSides(Iterable<String> sides) {
    Map<String, Set<String>> usersBySide = new HashMap<>();
    for (String side : sides) {
      int cut = side.lastIndexOf(' ');
      usersBySide
          .computeIfAbsent(side.substring(cut + 1), key -> new HashSet<>())
          .add(side.substring(0, cut));
    }
    Set<String> validation = usersBySide.get("true");
    assertTrue("about 60, got " + validation.size(), validation.size() > 40);
    assertTrue("about 60, got " + validation.size(), validation.size() < 80);
    assertEquals(200, validation.size() + usersBySide.get("false").size());
    // The same seed draws the same users for every task.
    assertTrue(validation.contains("user 2"));
    return null;
  }

  private PCollection<String> sides(
      String name, TuningTask task, UnaryOperator<TuningExamples> setting) {
    return examples(name, users(), task, setting)
        .apply(
            name + " sides",
            MapElements.into(TypeDescriptors.strings())
                .via(e -> e.getTarget().getUserId() + " " + e.getValidation()));
  }

  private PCollection<String> texts(
      List<History> histories, TuningTask task, UnaryOperator<TuningExamples> setting) {
    return examples("Examples", histories, task, setting).apply("Text", texts());
  }

  /** An example as {@code user: shown items > taken items of candidates in order}. */
  private static MapElements<TuningExample, String> texts() {
    return MapElements.into(TypeDescriptors.strings())
        .via(
            example -> {
              List<String> items =
                  example.getShortlist().getCandidates().stream()
                      .map(Candidate::getItemId)
                      .toList();
              return example.getTarget().getUserId()
                  + ": "
                  + String.join(" ", example.getShortlist().getHistoryItems())
                  + " > "
                  + String.join(
                      " ", example.getTaken().stream().map(n -> items.get(n - 1)).toList())
                  + " of "
                  + String.join(" ", items.stream().sorted().toList());
            });
  }

  private PCollection<TuningExample> examples(
      String name,
      List<History> histories,
      TuningTask task,
      UnaryOperator<TuningExamples> setting) {
    List<ItemStatistics> items = new ArrayList<>(List.of(ITEMS));
    if (histories.stream().anyMatch(history -> history.items().contains("item 1"))) {
      IntStream.range(0, 60).forEach(i -> items.add(statistics(item(i))));
    }
    return Records.histories(pipeline, name + " log", histories)
        .apply(
            name,
            setting.apply(
                TuningExamples.of(
                    task,
                    Records.create(pipeline, name + " items", ItemStatistics.class, items)
                        .apply(name + " catalogue", CatalogView.create()))));
  }

  private static long count(PipelineResult result, String stage, String name) {
    result.waitUntilFinish();
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.named(stage, name)).build())
        .getCounters()
        .iterator()
        .next()
        .getAttempted();
  }
}
