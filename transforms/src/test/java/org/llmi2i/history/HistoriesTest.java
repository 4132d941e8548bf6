package org.llmi2i.history;

import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.event;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.interaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.testing.Records;

public class HistoriesTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void everyUserGetsTheirInteractionsOldestFirst() {
    PAssert.that(
            collected(
                Histories.collect(),
                List.of(
                    interaction("u", "b", 2),
                    interaction("v", "a", 1),
                    interaction("u", "a", 1),
                    interaction("u", "c", 3))))
        .containsInAnyOrder(history("u", "a", "b", "c"), history("v", "a"));
    pipeline.run();
  }

  @Test
  public void repeatsOfAnItemAreKept() {
    PAssert.that(
            collected(
                Histories.collect(),
                List.of(
                    interaction("u", "a", 1), interaction("u", "a", 1), interaction("u", "a", 2))))
        .containsInAnyOrder(new History("u", List.of(event("a", 1), event("a", 1), event("a", 2))));
    pipeline.run();
  }

  @Test
  public void timeIsKeptToTheMicrosecondAndWeightAsItIs() {
    Interaction before1970 =
        Interaction.newBuilder(interaction("u", "a", 0))
            .setEventTime(day(0).minusNanos(1_000))
            .setWeight(0.25)
            .build();
    PAssert.that(collected(Histories.collect(), List.of(before1970)))
        .containsInAnyOrder(new History("u", List.of(new Event("a", -1, 0.25))));
    pipeline.run();
  }

  @Test
  public void aBasketHasTheOrderOfTheSeed() {
    List<Interaction> basket = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      basket.add(interaction("u", "item " + i, 1));
      events.add(event("item " + i, 1));
    }
    Collections.shuffle(basket, new Random(1));
    PAssert.that(collected(Histories.collect().withSeed(42), basket))
        .containsInAnyOrder(History.of("u", events, 42));
    pipeline.run();
  }

  @Test
  public void manyUsersInOneShardStayApart() {
    List<Interaction> interactions =
        IntStream.range(0, 300).mapToObj(i -> interaction("user " + i % 100, "a", 1)).toList();
    PAssert.that(collected(Histories.collect().withShards(1), interactions))
        .containsInAnyOrder(
            IntStream.range(0, 100)
                .mapToObj(
                    i ->
                        new History(
                            "user " + i, List.of(event("a", 1), event("a", 1), event("a", 1))))
                .toList());
    pipeline.run();
  }

  @Test
  public void anEmptyLogHasNoHistories() {
    PAssert.that(collected(Histories.collect(), List.of())).empty();
    pipeline.run();
  }

  @Test
  public void oneInteractionIsOneHistory() {
    PAssert.that(collected(Histories.collect(), List.of(interaction("u", "a", 1))))
        .containsInAnyOrder(history("u", "a"));
    pipeline.run();
  }

  private PCollection<History> collected(
      Histories.Collect collect, List<Interaction> interactions) {
    return Records.create(pipeline, "Log", Interaction.class, interactions)
        .apply("Collect", collect);
  }
}
