package org.llmi2i.generate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.calibration;
import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.shortlist;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.ask.Asking;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** {@link LlmGenerate}; most interactions are written as "user item", rejections with a reason. */
public class LlmGenerateTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final Rejector REJECTOR = new Rejector("", "run-1", day(20));

  @Test
  public void aSyntheticInteractionNamesItsExchangeItsWeightAndItsProbability() {
    PCollectionTuple generated =
        generate(
            FakeModel.trusting(Map.of("title of mug", 0.5)),
            List.of(shortlist("u", candidate("mug", 1))),
            generate -> generate.withWeight(0.25));
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC))
        .satisfies(
            interactions -> {
              Interaction interaction = interactions.iterator().next();
              assertEquals("u", interaction.getUserId());
              assertEquals("mug", interaction.getItemId());
              assertEquals("that of the user's last", day(9), interaction.getEventTime());
              assertEquals(Origin.SYNTHETIC, interaction.getOrigin());
              assertEquals(0.25, interaction.getWeight(), 0);
              assertEquals(0.5, interaction.getConfidence(), 1e-15);
              return null;
            });
    PAssert.that(
            distinct(
                "Exchange",
                generated
                    .get(LlmGenerate.SYNTHETIC)
                    .apply("Ids", strings(Interaction::getExchangeId)),
                generated
                    .get(LlmGenerate.EXCHANGES)
                    .apply("Their ids", strings(Exchange::getExchangeId))))
        .containsInAnyOrder(1L);
    PAssert.that(generated.get(LlmGenerate.REJECTED)).empty();
    pipeline.run();
  }

  @Test
  public void confidenceIsTheCalibratedProbability() {
    PCollectionTuple generated =
        generate(
            FakeModel.trusting(Map.of("title of mug", 1.0)),
            List.of(shortlist("u", candidate("mug", 1))),
            generate -> generate);
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC))
        .satisfies(
            interactions -> {
              assertEquals(
                  1 / (1 + Math.exp(-2)), interactions.iterator().next().getConfidence(), 1e-15);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void ofTheUnusableEntriesNoneIsLost() {
    PCollectionTuple generated =
        generate(
            FakeModel.saying(
                Choices.write(
                    List.of(
                        new Choice(1, 0.5),
                        new Choice(1, 0.6),
                        new Choice(2, 7),
                        new Choice(3, 0.5),
                        new Choice(9, 0.5)))),
            List.of(shortlist("u", candidate("mug", 9), candidate("jug", 9), candidate("old", 9))),
            generate -> generate);
    PAssert.that(pairs(generated)).containsInAnyOrder("u mug");
    PAssert.that(reasons(generated))
        .containsInAnyOrder(
            "ANSWERED_TWICE: number 1 of 3, confidence 0.6",
            "INVALID_CONFIDENCE: number 2 of 3, confidence 7.0",
            "IN_HISTORY: number 3 of 3, confidence 0.5",
            "NUMBER_OFF_LIST: number 9 of 3, confidence 0.5");
    pipeline.run();
  }

  @Test
  public void rejectedRecordsNameStageRunAndTime() {
    PCollectionTuple generated =
        generate(
            FakeModel.saying("Number 1."),
            List.of(shortlist("u", candidate("mug", 9))),
            generate -> generate);
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC)).empty();
    PAssert.that(generated.get(LlmGenerate.REJECTED))
        .satisfies(
            rejected -> {
              Rejected only = rejected.iterator().next();
              assertEquals("LlmGenerate", only.getStage());
              assertEquals("run-1", only.getRunId());
              assertEquals(day(20), only.getOccurredAt());
              assertEquals(Reason.UNREADABLE_ANSWER, only.getReason());
              assertEquals("Number 1.", only.getDetail());
              assertTrue(
                  only.getRecord(), only.getRecord().contains("\"response\": \"Number 1.\""));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aModelThatFailsLeavesNoInteractionAndOneRejectionAndExchangeAUser() {
    PCollectionTuple generated =
        generate(
            FakeModel.failing("timed out"),
            List.of(shortlist("u", candidate("mug", 9)), shortlist("v", candidate("mug", 9))),
            generate -> generate);
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC)).empty();
    PAssert.that(reasons(generated))
        .containsInAnyOrder("NO_ANSWER: timed out", "NO_ANSWER: timed out");
    PAssert.thatSingleton(generated.get(LlmGenerate.EXCHANGES).apply(Count.globally()))
        .isEqualTo(2L);
    pipeline.run();
  }

  @Test
  public void aUserKeepsTheirMostConfidentItems() {
    PCollectionTuple generated =
        generate(
            FakeModel.trusting(
                Map.of("title of mug", 0.2, "title of jug", 0.9, "title of cup", 0.5)),
            List.of(shortlist("u", candidate("mug", 9), candidate("jug", 9), candidate("cup", 9))),
            generate -> generate.withItemsPerUser(2));
    PAssert.that(pairs(generated)).containsInAnyOrder("u jug", "u cup");
    PAssert.that(reasons(generated)).containsInAnyOrder("OVER_USER_QUOTA: rank 3, quota 2");
    pipeline.run();
  }

  @Test
  public void anItemKeepsItsMostConfidentUsersUpToItsTarget() {
    // The confidence that the model has in a user stands in for the title here.
    List<Shortlist> shortlists = new ArrayList<>();
    Map<String, Double> confidences = new HashMap<>();
    for (int i = 1; i <= 5; i++) {
      shortlists.add(shortlist("u" + i, new Candidate("mug", "mug for " + i, 2)));
      confidences.put("mug for " + i, i / 10.0);
    }
    PCollectionTuple generated =
        generate(FakeModel.trusting(confidences), shortlists, generate -> generate);
    PAssert.that(pairs(generated)).containsInAnyOrder("u5 mug", "u4 mug");
    PAssert.that(reasons(generated))
        .containsInAnyOrder(
            "OVER_ITEM_QUOTA: rank 3, quota 2",
            "OVER_ITEM_QUOTA: rank 4, quota 2",
            "OVER_ITEM_QUOTA: rank 5, quota 2");
    pipeline.run();
  }

  @Test
  public void everyItemHasItsOwnTarget() {
    PCollectionTuple generated =
        generate(
            FakeModel.trusting(Map.of("title of mug", 0.5, "title of jug", 0.5)),
            List.of(
                shortlist("u", candidate("mug", 2), candidate("jug", 0)),
                shortlist("v", candidate("mug", 2), candidate("jug", 0))),
            generate -> generate);
    PAssert.that(pairs(generated)).containsInAnyOrder("u mug", "v mug");
    PAssert.that(reasons(generated))
        .containsInAnyOrder("OVER_ITEM_QUOTA: rank 1, quota 0", "OVER_ITEM_QUOTA: rank 2, quota 0");
    pipeline.run();
  }

  /** 40 users, 10 items each on the list, 4 a user and 9 an item: 160 pass the first quota. */
  @Test
  public void whatGoesInComesOut() {
    List<Shortlist> shortlists = new ArrayList<>();
    Map<String, Double> confidences = new HashMap<>();
    for (int user = 0; user < 40; user++) {
      Candidate[] candidates = new Candidate[10];
      for (int i = 0; i < 10; i++) {
        candidates[i] = candidate("item " + (user + i) % 40, 9);
        confidences.put(candidates[i].getTitle(), 0.5);
      }
      shortlists.add(shortlist("user " + user, candidates));
    }
    PCollectionTuple generated =
        generate(
            FakeModel.trusting(confidences),
            shortlists,
            generate -> generate.withItemsPerUser(4).withSeed(3));
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC))
        .satisfies(
            interactions -> {
              Map<String, Integer> byUser = new HashMap<>();
              Map<String, Integer> byItem = new HashMap<>();
              interactions.forEach(
                  interaction -> {
                    byUser.merge(interaction.getUserId(), 1, Integer::sum);
                    byItem.merge(interaction.getItemId(), 1, Integer::sum);
                  });
              assertTrue(byUser.toString(), byUser.values().stream().allMatch(n -> n <= 4));
              assertTrue(byItem.toString(), byItem.values().stream().allMatch(n -> n <= 9));
              return null;
            });
    PAssert.that(
            PCollectionList.of(pairs(generated))
                .and(reasons(generated))
                .apply("All", Flatten.pCollections())
                .apply("Count all", Count.globally()))
        .containsInAnyOrder(400L);
    PAssert.thatSingleton(
            generated.get(LlmGenerate.EXCHANGES).apply("Count exchanges", Count.globally()))
        .isEqualTo(40L);
    pipeline.run();
  }

  @Test
  public void equalConfidenceIsSharedOutBySeedAndNotByTheOrderOfArrival() {
    List<Shortlist> shortlists =
        IntStream.range(0, 20).mapToObj(i -> shortlist("u" + i, candidate("mug", 1))).toList();
    List<Shortlist> reversed = new ArrayList<>(shortlists);
    Collections.reverse(reversed);
    LanguageModel.Factory model = FakeModel.trusting(Map.of("title of mug", 0.5));
    PCollectionView<Calibration> calibration = calibrated();
    PCollection<String> as = pairs(named("As", model, calibration, shortlists, g -> g));
    PCollection<String> turned = pairs(named("Turned", model, calibration, reversed, g -> g));
    PCollection<String> seeded =
        pairs(named("Seeded", model, calibration, shortlists, g -> g.withSeed(5)));
    PAssert.that(distinct("Order", as, turned)).containsInAnyOrder(1L);
    PAssert.that(distinct("Seed", as, seeded)).containsInAnyOrder(2L);
    pipeline.run();
  }

  @Test
  public void noShortlistsNothing() {
    PCollectionTuple generated =
        generate(FakeModel.failing("not asked"), List.of(), generate -> generate);
    PAssert.that(generated.get(LlmGenerate.SYNTHETIC)).empty();
    PAssert.that(generated.get(LlmGenerate.EXCHANGES)).empty();
    PAssert.that(generated.get(LlmGenerate.REJECTED)).empty();
    pipeline.run();
  }

  private interface Setting {
    LlmGenerate of(LlmGenerate generate);
  }

  private PCollectionTuple generate(
      LanguageModel.Factory model, List<Shortlist> shortlists, Setting setting) {
    return named("Generate", model, calibrated(), shortlists, setting);
  }

  private PCollectionTuple named(
      String name,
      LanguageModel.Factory model,
      PCollectionView<Calibration> calibration,
      List<Shortlist> shortlists,
      Setting setting) {
    return Records.create(pipeline, "Shortlists of " + name, Shortlist.class, shortlists)
        .apply(name, setting.of(LlmGenerate.of(Asking.of(model), calibration, REJECTOR)));
  }

  private PCollectionView<Calibration> calibrated() {
    return Records.create(pipeline, "Calibration", Calibration.class, List.of(calibration(0)))
        .apply("Calibrated", View.asSingleton());
  }

  private static PCollection<String> pairs(PCollectionTuple generated) {
    return generated
        .get(LlmGenerate.SYNTHETIC)
        .apply(
            "Pairs of " + generated.get(LlmGenerate.SYNTHETIC).getName(),
            strings(interaction -> interaction.getUserId() + " " + interaction.getItemId()));
  }

  private static PCollection<Long> distinct(
      String name, PCollection<String> one, PCollection<String> other) {
    return PCollectionList.of(one)
        .and(other)
        .apply(name + ": both", Flatten.pCollections())
        .apply(name + ": distinct", Distinct.create())
        .apply(name + ": how many", Count.globally());
  }

  private static PCollection<String> reasons(PCollectionTuple generated) {
    return generated
        .get(LlmGenerate.REJECTED)
        .apply("Reasons", strings(rejected -> rejected.getReason() + ": " + rejected.getDetail()));
  }

  private static <T> MapElements<T, String> strings(SerializableFunction<T, String> text) {
    return MapElements.into(TypeDescriptors.strings()).via(text);
  }
}
