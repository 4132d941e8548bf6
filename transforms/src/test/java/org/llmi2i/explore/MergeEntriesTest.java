package org.llmi2i.explore;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Test;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;

/** {@link MergeEntries}: one entry an item, whatever the order, of a size that has an end. */
public class MergeEntriesTest {
  private static final ExplorerEntry BEFORE =
      ExplorerEntry.newBuilder()
          .setItemId("mug")
          .setBefore(List.of("jug"))
          .setBeforeSupports(List.of(3L))
          .build();

  private static final ExplorerEntry AFTER =
      ExplorerEntry.newBuilder()
          .setItemId("mug")
          .setAfter(List.of("cup", "jug"))
          .setAfterSupports(List.of(5L, 4L))
          .build();

  @Test
  public void thePartsOfAnItemBecomeOneEntry() {
    assertEquals(
        Map.of(
            "mug",
            ExplorerEntry.newBuilder()
                .setItemId("mug")
                .setBefore(List.of("jug"))
                .setBeforeSupports(List.of(3L))
                .setAfter(List.of("cup", "jug"))
                .setAfterSupports(List.of(5L, 4L))
                .setWritten(List.of(pair("u", 0.5)))
                .setWrittenCount(1)
                .setDropped(List.of(pair("v", 0.25)))
                .setDroppedCount(1)
                .build(),
            "jug",
            written("jug", "u", 0.75)),
        merged(
            List.of(
                BEFORE,
                written("mug", "u", 0.5),
                written("jug", "u", 0.75),
                dropped("mug", "v", 0.25),
                AFTER),
            2));
  }

  @Test
  public void theMostProbableAreKeptAndAllAreCounted() {
    ExplorerEntry mug =
        merged(
                List.of(
                    written("mug", "u", null),
                    written("mug", "v", 0.25),
                    written("mug", "x", 0.75),
                    written("mug", "w", 0.75)),
                3)
            .get("mug");
    assertEquals(List.of(pair("w", 0.75), pair("x", 0.75), pair("v", 0.25)), mug.getWritten());
    assertEquals(4, mug.getWrittenCount());
  }

  @Test
  public void neitherOrderNorPartingMatters() {
    List<ExplorerEntry> parts = new ArrayList<>(List.of(BEFORE, AFTER));
    for (int user = 0; user < 20; user++) {
      parts.add(written("mug", "user" + user, user % 5 / 8.0));
      parts.add(dropped("mug", "user" + user, user % 3 / 8.0));
    }
    Map<String, ExplorerEntry> atOnce = merged(parts, 4);
    MergeEntries merge = new MergeEntries(4);
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(parts, new Random(seed));
      List<Map<String, ExplorerEntry>> some = new ArrayList<>();
      for (int from = 0; from < parts.size(); from += 7) {
        some.add(merged(parts.subList(from, Math.min(from + 7, parts.size())), 4));
      }
      assertEquals(atOnce, merge.extractOutput(merge.mergeAccumulators(some)));
    }
  }

  @Test
  public void nothingIsNoEntry() {
    assertEquals(Map.of(), merged(List.of(), 4));
  }

  private static Map<String, ExplorerEntry> merged(List<ExplorerEntry> parts, int pairs) {
    MergeEntries merge = new MergeEntries(pairs);
    Map<String, ExplorerEntry> entries = merge.createAccumulator();
    for (ExplorerEntry part : parts) {
      entries = merge.addInput(entries, part);
    }
    return merge.extractOutput(entries);
  }

  private static ExplorerPair pair(String user, @Nullable Double probability) {
    return new ExplorerPair(user, probability, "");
  }

  private static ExplorerEntry written(String item, String user, @Nullable Double probability) {
    return ExplorerEntry.newBuilder()
        .setItemId(item)
        .setWritten(List.of(pair(user, probability)))
        .setWrittenCount(1)
        .build();
  }

  private static ExplorerEntry dropped(String item, String user, double probability) {
    return ExplorerEntry.newBuilder()
        .setItemId(item)
        .setDropped(List.of(pair(user, probability)))
        .setDroppedCount(1)
        .build();
  }
}
