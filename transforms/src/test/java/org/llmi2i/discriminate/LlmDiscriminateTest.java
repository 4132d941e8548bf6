package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.llmi2i.testing.Records.calibration;
import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.interaction;
import static org.llmi2i.testing.Records.statistics;
import static org.llmi2i.testing.Records.synthetic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.ask.Asking;
import org.llmi2i.history.History;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/**
 * {@link LlmDiscriminate}. The threshold is a probability of 0.5, that of a confidence of 0.5. What
 * is kept is written as "user item origin", what is rejected as its reason and detail.
 */
public class LlmDiscriminateTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics[] CATALOG = {
    statistics("mug"),
    statistics("jug"),
    statistics("cup"),
    statistics("rare", "title of rare", ItemClass.TAIL),
    statistics("untitled", " ", ItemClass.TAIL),
    statistics("old"),
    statistics("odd")
  };

  @Test
  public void whatReachesTheThresholdIsKept() {
    PCollectionTuple judged =
        discriminate(
            trusting("mug", 0.5, "jug", 0.499, "cup", 0.9),
            List.of(history("u", "old", "cup")),
            List.of(synthetic("u", "mug", 2), synthetic("u", "jug", 2), interaction("u", "cup", 2)),
            judge -> judge);
    PAssert.that(kept(judged)).containsInAnyOrder("u mug SYNTHETIC", "u cup OBSERVED");
    PAssert.that(judged.get(LlmDiscriminate.REJECTED))
        .satisfies(
            rejected -> {
              Rejected jug = rejected.iterator().next();
              double probability = Calibrator.probability(calibration(0.5), 0.499);
              assertEquals(
                  new Rejected(
                      "LlmDiscriminate",
                      Reason.IMPLAUSIBLE,
                      "probability " + probability + ", threshold 0.5",
                      synthetic("u", "jug", 2).toString(),
                      "run-1",
                      day(20)),
                  jug);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void whatIsKeptIsAsItWas() {
    PCollectionTuple judged =
        discriminate(
            trusting("mug", 1.0),
            List.of(history("u", "old")),
            List.of(synthetic("u", "mug", 2)),
            judge -> judge);
    PAssert.that(judged.get(LlmDiscriminate.KEPT)).containsInAnyOrder(synthetic("u", "mug", 2));
    PAssert.that(judged.get(LlmDiscriminate.REJECTED)).empty();
    pipeline.run();
  }

  @Test
  public void withoutATitleTheObservedIsKeptAndTheSyntheticRejected() {
    PCollectionTuple judged =
        discriminate(
            trusting(),
            List.of(history("u", "untitled"), history("v", "old")),
            List.of(interaction("u", "untitled", 1), synthetic("v", "untitled", 1)),
            judge -> judge);
    PAssert.that(kept(judged)).containsInAnyOrder("u untitled OBSERVED");
    PAssert.that(rejected(judged)).containsInAnyOrder("NO_ANSWER: the item has no title");
    PAssert.that(judged.get(LlmDiscriminate.EXCHANGES)).empty();
    pipeline.run();
  }

  @Test
  public void whenTheModelFailsTheObservedIsKeptAndTheSyntheticRejected() {
    PCollectionTuple judged =
        discriminate(
            FakeModel.failing("timed out"),
            List.of(history("u", "old", "mug")),
            List.of(interaction("u", "mug", 2), synthetic("u", "jug", 2)),
            judge -> judge);
    PAssert.that(kept(judged)).containsInAnyOrder("u mug OBSERVED");
    PAssert.that(rejected(judged)).containsInAnyOrder("NO_ANSWER: NO_ANSWER: timed out");
    pipeline.run();
  }

  @Test
  public void whatTheAnswerLeavesOutCountsAsNotJudged() {
    PCollectionTuple judged =
        discriminate(
            trusting("cup", 0.9),
            List.of(history("u", "old", "mug")),
            List.of(interaction("u", "mug", 2), synthetic("u", "jug", 2), synthetic("u", "cup", 2)),
            judge -> judge);
    PAssert.that(kept(judged)).containsInAnyOrder("u mug OBSERVED", "u cup SYNTHETIC");
    PAssert.that(rejected(judged)).containsInAnyOrder("NO_ANSWER: the answer leaves the item out");
    pipeline.run();
  }

  @Test
  public void repeatsOfAPairShareItsFate() {
    PCollectionTuple judged =
        discriminate(
            trusting("mug", 0.9, "jug", 0.1),
            List.of(history("u", "old", "mug", "jug")),
            List.of(
                interaction("u", "mug", 2),
                interaction("u", "mug", 9),
                interaction("u", "jug", 3),
                interaction("u", "jug", 3)),
            judge -> judge);
    PAssert.that(judged.get(LlmDiscriminate.KEPT))
        .containsInAnyOrder(interaction("u", "mug", 2), interaction("u", "mug", 9));
    PAssert.thatSingleton(rejected(judged).apply("Rejections", Count.globally())).isEqualTo(2L);
    PAssert.thatSingleton(judged.get(LlmDiscriminate.EXCHANGES).apply("Requests", Count.globally()))
        .isEqualTo(1L);
    pipeline.run();
  }

  @Test
  public void aTailItemKeepsItsMostPlausibleObservedUsers() {
    PCollectionTuple judged =
        discriminate(
            asUsersSay(),
            List.of(says("0.1", "rare"), says("0.4", "rare"), says("0.2", "rare"), says("0.3")),
            List.of(
                interaction("0.1", "rare", 2),
                interaction("0.4", "rare", 2),
                interaction("0.2", "rare", 2),
                synthetic("0.3", "rare", 2)),
            judge -> judge.withMinSupport(2));
    PAssert.that(kept(judged)).containsInAnyOrder("0.4 rare OBSERVED", "0.2 rare OBSERVED");
    PAssert.thatSingleton(rejected(judged).apply("Rejections", Count.globally())).isEqualTo(2L);
    pipeline.run();
  }

  @Test
  public void plausibleUsersAreAmongThoseThatATailItemKeeps() {
    PCollectionTuple judged =
        discriminate(
            asUsersSay(),
            List.of(says("0.1", "rare"), says("0.9", "rare"), says("0.8", "rare")),
            List.of(
                interaction("0.1", "rare", 2),
                interaction("0.9", "rare", 2),
                interaction("0.8", "rare", 2)),
            judge -> judge.withMinSupport(2));
    PAssert.that(kept(judged)).containsInAnyOrder("0.9 rare OBSERVED", "0.8 rare OBSERVED");
    pipeline.run();
  }

  @Test
  public void byDefaultATailItemKeepsFiveAndAHeadItemNone() {
    List<History> histories = new ArrayList<>();
    List<Interaction> log = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      String user = "0.1" + i;
      histories.add(says(user, "rare", "mug"));
      log.add(interaction(user, "rare", 2));
      log.add(interaction(user, "mug", 3));
    }
    PCollectionTuple judged = discriminate(asUsersSay(), histories, log, judge -> judge);
    PAssert.that(kept(judged))
        .containsInAnyOrder(
            "0.18 rare OBSERVED",
            "0.17 rare OBSERVED",
            "0.16 rare OBSERVED",
            "0.15 rare OBSERVED",
            "0.14 rare OBSERVED");
    PAssert.thatSingleton(rejected(judged).apply("Rejections", Count.globally())).isEqualTo(11L);
    pipeline.run();
  }

  @Test
  public void theModelNeverReadsWhatItJudges() {
    PCollectionTuple judged =
        discriminate(
            trusting(),
            List.of(history("u", "old", "mug", "odd", "jug")),
            List.of(interaction("u", "mug", 2), interaction("u", "jug", 4)),
            judge -> judge);
    PAssert.that(prompts(judged))
        .containsInAnyOrder(
            "DISCRIMINATE [title of old, title of odd] -> [title of jug, title of mug]");
    pipeline.run();
  }

  @Test
  public void aRequestAsksForSoManyItemsAndReadsSoManyOthers() {
    PCollectionTuple judged =
        discriminate(
            trusting(),
            List.of(history("u", "old", "mug", "odd", "jug")),
            List.of(interaction("u", "mug", 2), interaction("u", "jug", 4)),
            judge -> judge.withItemsPerRequest(1).withHistoryLength(2));
    PAssert.that(prompts(judged))
        .containsInAnyOrder(
            "DISCRIMINATE [title of mug, title of odd] -> [title of jug]",
            "DISCRIMINATE [title of odd, title of jug] -> [title of mug]");
    pipeline.run();
  }

  @Test
  public void usersAndItemsOfSimilarIdsAreNotMixedUp() {
    LanguageModel.Factory model = trusting("bc", 0.9, "c", 0.1);
    PCollectionTuple judged =
        discriminate(
            model,
            List.of(history("a", "old"), history("ab", "old")),
            List.of(synthetic("a", "bc", 2), synthetic("ab", "c", 2)),
            judge -> judge,
            statistics("old"),
            statistics("bc"),
            statistics("c"));
    PAssert.that(kept(judged)).containsInAnyOrder("a bc SYNTHETIC");
    pipeline.run();
  }

  @Test
  public void keptAndRejectedTogetherAreWhatCameIn() {
    List<History> histories = new ArrayList<>();
    List<Interaction> log = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String user = "0." + (i + 10);
      histories.add(says(user, "mug", "rare", "untitled"));
      log.add(interaction(user, "mug", 1));
      log.add(interaction(user, "mug", 1));
      log.add(interaction(user, "rare", 1));
      log.add(interaction(user, "untitled", 1));
      log.add(synthetic(user, "jug", 1));
    }
    PCollectionTuple judged =
        discriminate(asUsersSay(), histories, log, judge -> judge.withItemsPerRequest(2));
    PAssert.that(
            PCollectionList.of(
                    judged.get(LlmDiscriminate.KEPT).apply("Kept", strings(Interaction::toString)))
                .and(
                    judged
                        .get(LlmDiscriminate.REJECTED)
                        .apply("Rejected", strings(Rejected::getRecord)))
                .apply("All", Flatten.pCollections()))
        .containsInAnyOrder(log.stream().map(Interaction::toString).toList());
    pipeline.run();
  }

  @Test
  public void whatIsDroppedComesWithWhatTheModelThinksOfIt() {
    PCollectionTuple judged =
        discriminate(
            trusting("mug", 0.9, "jug", 0.25),
            List.of(history("u", "old")),
            List.of(synthetic("u", "mug", 2), synthetic("u", "jug", 2), synthetic("u", "cup", 2)),
            judge -> judge);
    double probability = Calibrator.probability(calibration(0.5), 0.25);
    PAssert.that(judged.get(LlmDiscriminate.DROPPED))
        .containsInAnyOrder(
            List.of(
                KV.of(new Judgement("u", "jug", probability, ""), synthetic("u", "jug", 2)),
                KV.of(
                    new Judgement("u", "cup", null, "the answer leaves the item out"),
                    synthetic("u", "cup", 2))));
    pipeline.run();
  }

  @Test
  public void nothingToJudge() {
    PCollectionTuple judged =
        discriminate(
            FakeModel.failing("not asked"),
            List.of(history("u", "old")),
            List.of(),
            judge -> judge);
    PAssert.that(judged.get(LlmDiscriminate.KEPT)).empty();
    PAssert.that(judged.get(LlmDiscriminate.REJECTED)).empty();
    PAssert.that(judged.get(LlmDiscriminate.DROPPED)).empty();
    PAssert.that(judged.get(LlmDiscriminate.EXCHANGES)).empty();
    pipeline.run();
  }

  private interface Setting {
    LlmDiscriminate of(LlmDiscriminate judge);
  }

  private PCollectionTuple discriminate(
      LanguageModel.Factory model,
      List<History> histories,
      List<Interaction> interactions,
      Setting setting) {
    return discriminate(model, histories, interactions, setting, catalog(histories));
  }

  private PCollectionTuple discriminate(
      LanguageModel.Factory model,
      List<History> histories,
      List<Interaction> interactions,
      Setting setting,
      ItemStatistics... catalog) {
    PCollectionView<Calibration> calibration =
        Records.create(pipeline, "Calibration", Calibration.class, List.of(calibration(0.5)))
            .apply("Calibrated", View.asSingleton());
    return Records.create(pipeline, "Interactions", Interaction.class, interactions)
        .apply(
            "Discriminate",
            setting.of(
                LlmDiscriminate.of(
                    Asking.of(model),
                    calibration,
                    Records.histories(pipeline, "Log", histories),
                    Records.catalog(pipeline, catalog),
                    new Rejector("", "run-1", day(20)))));
  }

  private static LanguageModel.Factory trusting(Object... itemsAndConfidences) {
    Map<String, Double> confidences = new HashMap<>();
    for (int i = 0; i < itemsAndConfidences.length; i += 2) {
      confidences.put("title of " + itemsAndConfidences[i], (Double) itemsAndConfidences[i + 1]);
    }
    return FakeModel.trusting(confidences);
  }

  /** A user of whose items the model is as confident as the user's name says. */
  private static History says(String user, String... items) {
    List<String> all = new ArrayList<>(List.of("says " + user));
    all.addAll(List.of(items));
    return history(user, all.toArray(String[]::new));
  }

  private static ItemStatistics[] catalog(List<History> histories) {
    List<ItemStatistics> items = new ArrayList<>(List.of(CATALOG));
    for (History history : histories) {
      String first = history.events().get(0).itemId();
      if (first.startsWith("says ")) {
        items.add(statistics(first, first, ItemClass.HEAD));
      }
    }
    return items.toArray(ItemStatistics[]::new);
  }

  /** Finds the item that says what the user is like in the history, and says so of all items. */
  private static LanguageModel.Factory asUsersSay() {
    return FakeModel.of(
        prompt -> {
          String says =
              prompt.history().stream().filter(t -> t.startsWith("says ")).findAny().orElseThrow();
          List<Choice> choices = new ArrayList<>();
          for (int number = 1; number <= prompt.candidates().size(); number++) {
            choices.add(new Choice(number, Double.parseDouble(says.substring(5))));
          }
          return FakeModel.answered(Choices.write(choices));
        });
  }

  private static PCollection<String> kept(PCollectionTuple judged) {
    return judged
        .get(LlmDiscriminate.KEPT)
        .apply(
            "Kept",
            strings(kept -> kept.getUserId() + " " + kept.getItemId() + " " + kept.getOrigin()));
  }

  private static PCollection<String> rejected(PCollectionTuple judged) {
    return judged
        .get(LlmDiscriminate.REJECTED)
        .apply("Rejected", strings(rejected -> rejected.getReason() + ": " + rejected.getDetail()));
  }

  private static PCollection<String> prompts(PCollectionTuple judged) {
    return judged.get(LlmDiscriminate.EXCHANGES).apply("Prompts", strings(Exchange::getPrompt));
  }

  private static <T> MapElements<T, String> strings(SerializableFunction<T, String> text) {
    return MapElements.into(TypeDescriptors.strings()).via(text);
  }
}
