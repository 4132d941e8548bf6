package org.llmi2i.shards;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Rule;
import org.junit.Test;

public class ShardsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  /** 10,000 elements, of which every 500 share a key: more than a pack holds. */
  private static final List<String> ELEMENTS =
      IntStream.range(0, 10_000).mapToObj(i -> "key " + i % 20 + "/element " + i).toList();

  @Test
  public void everyElementIsInOneShardOnceAndAllOfAKeyAreInTheSame() {
    PAssert.that(grouped(ELEMENTS, Shards.by(ShardsTest::key)))
        .satisfies(
            shards -> {
              List<String> elements = new ArrayList<>();
              Map<String, Set<Integer>> shardsOfKey = new HashMap<>();
              for (KV<Integer, Iterable<List<String>>> shard : shards) {
                for (List<String> pack : shard.getValue()) {
                  for (String element : pack) {
                    elements.add(element);
                    shardsOfKey
                        .computeIfAbsent(key(element), key -> new HashSet<>())
                        .add(EvenKeys.number(shard.getKey()));
                  }
                }
              }
              assertEquals(
                  ELEMENTS.stream().sorted().toList(), elements.stream().sorted().toList());
              shardsOfKey.forEach(
                  (key, in) -> assertEquals(key, Set.of(StableHash.shard(key, 32)), in));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void severalCollectionsAreGroupedAsIfTheyWereOne() {
    PCollection<KV<Integer, Iterable<List<String>>>> together =
        PCollectionList.of(create("Left", List.of("a/1", "b/2")))
            .and(create("None", List.of()))
            .and(create("Right", List.of("a/3")))
            .apply(Shards.by(ShardsTest::key).together());
    PAssert.that(together)
        .satisfies(
            shards -> {
              Map<Integer, Set<String>> found = new HashMap<>();
              for (KV<Integer, Iterable<List<String>>> shard : shards) {
                Set<String> elements = new HashSet<>();
                shard.getValue().forEach(elements::addAll);
                found.put(EvenKeys.number(shard.getKey()), elements);
              }
              assertEquals(
                  Map.of(
                      StableHash.shard("a", 32), Set.of("a/1", "a/3"),
                      StableHash.shard("b", 32), Set.of("b/2")),
                  found);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void oneShardHoldsEverything() {
    PAssert.thatSingleton(
            grouped(ELEMENTS, Shards.by(ShardsTest::key).withCount(1))
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            shard ->
                                EvenKeys.number(shard.getKey()) + ": " + size(shard.getValue()))))
        .isEqualTo("0: 10000");
    pipeline.run();
  }

  @Test
  public void noElementsNoShards() {
    PAssert.that(grouped(List.of(), Shards.by(ShardsTest::key))).empty();
    pipeline.run();
  }

  @Test
  public void atLeastOneShardIsNeededAndTooManyAreRefused() {
    pipeline.enableAbandonedNodeEnforcement(false);
    for (int count : new int[] {0, 1_048_577}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> Shards.by(ShardsTest::key).withCount(count));
      assertEquals("count: must be from 1 to 1048576, got " + count, e.getMessage());
    }
  }

  private PCollection<KV<Integer, Iterable<List<String>>>> grouped(
      List<String> elements, Shards.ByKey<String> byKey) {
    return create("Elements", elements).apply("Group", byKey);
  }

  private PCollection<String> create(String step, List<String> elements) {
    return pipeline.apply(step, Create.of(elements).withCoder(StringUtf8Coder.of()));
  }

  private static String key(String element) {
    return element.substring(0, element.indexOf('/'));
  }

  private static int size(Iterable<List<String>> packs) {
    int size = 0;
    for (List<String> pack : packs) {
      size += pack.size();
    }
    return size;
  }
}
