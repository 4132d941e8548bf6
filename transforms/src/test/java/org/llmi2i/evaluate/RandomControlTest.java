package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.testing.Records;

/** {@link RandomControl} of 200 synthetic interactions with 5 items. */
public class RandomControlTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final List<History> LOG =
      IntStream.range(0, 10).mapToObj(i -> history("user " + i, "old")).toList();
  private static final List<Interaction> SYNTHETIC =
      IntStream.range(0, 200)
          .mapToObj(i -> synthetic("user " + i % 3 + " of " + i, "item " + i % 5, 4))
          .map(
              interaction -> {
                interaction.setWeight(0.25);
                return interaction;
              })
          .toList();

  @Test
  public void itemsWeightsTimesAndNumberStay() {
    PAssert.that(
            control("Control", LOG, SYNTHETIC, 0)
                .apply(
                    "Without users",
                    MapElements.into(TypeDescriptors.strings())
                        .via(RandomControlTest::withoutUser)))
        .containsInAnyOrder(SYNTHETIC.stream().map(RandomControlTest::withoutUser).toList());
    pipeline.run();
  }

  @Test
  public void usersAreThoseOfTheLogAboutEquallyOften() {
    PAssert.that(control("Control", LOG, SYNTHETIC, 0))
        .satisfies(
            interactions -> {
              Map<String, Integer> counts = new HashMap<>();
              interactions.forEach(
                  interaction -> counts.merge(interaction.getUserId(), 1, Integer::sum));
              Set<String> users = new HashSet<>();
              LOG.forEach(history -> users.add(history.userId()));
              assertEquals(users, counts.keySet());
              counts.forEach(
                  (user, count) ->
                      assertTrue("about 20 are expected, got " + counts, count < 40 && count > 5));
              return null;
            });
    pipeline.run();
  }

  /** Of ten users, of whom the user n has n + 1 items, the tenth and the fifth that have most. */
  @Test
  public void theMostActiveUsersAreThoseOfTheMostDistinctItems() {
    List<History> log = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      items.add("old " + i);
      log.add(history("user " + i, items.toArray(String[]::new)));
    }
    log.add(history("repeats", Collections.nCopies(50, "old 0").toArray(String[]::new)));
    assertUsers("One", log, 0.05, "user 9");
    assertUsers("Two", log, 0.1, "user 9", "user 8");
    pipeline.run();
  }

  @Test
  public void aShareOfUsersIsAboveZeroAndAtMostOne() {
    RandomControl control = RandomControl.of(Records.histories(pipeline, "Log", LOG), 0);
    for (double share : new double[] {0, -1, 1.01, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> control.withMostActive(share));
      assertEquals("mostActive: must be above 0 and at most 1, got " + share, e.getMessage());
    }
    pipeline.run();
  }

  private void assertUsers(String name, List<History> log, double share, String... expected) {
    PAssert.that(
            Records.create(pipeline, "Synthetic " + name, Interaction.class, SYNTHETIC)
                .apply(
                    name,
                    RandomControl.of(Records.histories(pipeline, "Log " + name, log), 0)
                        .withMostActive(share)))
        .satisfies(
            interactions -> {
              Set<String> users = new HashSet<>();
              interactions.forEach(interaction -> users.add(interaction.getUserId()));
              assertEquals(Set.of(expected), users);
              return null;
            });
  }

  @Test
  public void theResultIsTheSameWhateverTheOrderOfArrival() {
    List<History> log = new ArrayList<>(LOG);
    Collections.shuffle(log, new Random(1));
    List<Interaction> synthetic = new ArrayList<>(SYNTHETIC);
    Collections.shuffle(synthetic, new Random(2));
    PAssert.that(distinct(control("One", LOG, SYNTHETIC, 0), control("Other", log, synthetic, 0)))
        // Each names the exchange of the user whom it replaces, and so is told apart.
        .containsInAnyOrder(200L);
    pipeline.run();
  }

  @Test
  public void anotherSeedDrawsOtherUsers() {
    PAssert.that(distinct(control("One", LOG, SYNTHETIC, 0), control("Other", LOG, SYNTHETIC, 1)))
        .satisfies(
            counts -> {
              long both = counts.iterator().next();
              assertTrue("most of 400 differ, got " + both, both > 350);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void nothingToControl() {
    PAssert.that(control("Control", LOG, List.of(), 0)).empty();
    pipeline.run();
  }

  private PCollection<Interaction> control(
      String name, List<History> log, List<Interaction> synthetic, long seed) {
    return Records.create(pipeline, "Synthetic " + name, Interaction.class, synthetic)
        .apply(name, RandomControl.of(Records.histories(pipeline, "Log " + name, log), seed));
  }

  private static PCollection<Long> distinct(
      PCollection<Interaction> one, PCollection<Interaction> other) {
    return PCollectionList.of(one)
        .and(other)
        .apply("Both", Flatten.pCollections())
        .apply("Text", MapElements.into(TypeDescriptors.strings()).via(Interaction::toString))
        .apply("Distinct", Distinct.create())
        .apply("How many", Count.globally());
  }

  private static String withoutUser(Interaction interaction) {
    return Interaction.newBuilder(interaction).setUserId("").build().toString();
  }
}
