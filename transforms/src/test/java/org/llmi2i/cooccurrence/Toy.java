package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;

/** Small logs and the tables that other systems made of them. */
final class Toy {
  private Toy() {}

  /** Histories of the golden log. */
  static List<History> histories() {
    Map<String, List<String>> items = new TreeMap<>();
    for (String[] row : rows("toy-interactions.csv")) {
      items.computeIfAbsent(row[0], user -> new ArrayList<>()).add(row[1]);
    }
    List<History> histories = new ArrayList<>();
    items.forEach((user, list) -> histories.add(history(user, list.toArray(String[]::new))));
    return histories;
  }

  static History history(String user, String... items) {
    List<Event> events = new ArrayList<>();
    for (String item : items) {
      events.add(new Event(item, events.size(), 1));
    }
    return new History(user, events);
  }

  /** The scores of every item's list, best first, cut to the best k. */
  static Map<String, List<Double>> scores(String table, int k) {
    Map<String, List<Double>> scores = new HashMap<>();
    for (String[] row : rows(table)) {
      scores.computeIfAbsent(row[0], item -> new ArrayList<>()).add(Double.valueOf(row[2]));
    }
    scores.replaceAll(
        (item, list) -> list.stream().sorted(Comparator.reverseOrder()).limit(k).toList());
    return scores;
  }

  private static List<String[]> rows(String file) {
    try (InputStream in = Toy.class.getResourceAsStream("/golden/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Computes a table without a pipeline, in one block or in several. */
  static Map<String, NeighborRow> table(
      List<History> histories, Similarity similarity, Baskets baskets, int k, int blocks) {
    Map<String, NeighborRow> rows = new TreeMap<>();
    Norms norms = new Norms(baskets);
    Map<String, Long> sums = norms.createAccumulator();
    for (History history : histories) {
      sums = norms.addInput(sums, history);
    }
    Map<String, Double> byItem = norms.extractOutput(sums);
    for (int own = 0; own < blocks; own++) {
      int shard = own;
      BasketPack pack = new BasketPack();
      for (History history : histories) {
        baskets.of(history).filter(basket -> touches(basket, shard, blocks)).ifPresent(pack::add);
      }
      Block.Builder builder = new Block.Builder();
      BasketPack.read(pack.toBytes(), builder);
      Block block = builder.build();
      for (int item = 0; item < block.itemCount(); item++) {
        block.setNorm(item, byItem.get(block.itemId(item)));
      }
      new BlockTable(similarity, k, 1)
          .compute(
              block,
              item -> StableHash.shard(item, blocks) == shard,
              row -> rows.put(row.itemId(), row));
    }
    return rows;
  }

  private static boolean touches(Basket basket, int shard, int blocks) {
    for (int at = 0; at < basket.size(); at++) {
      if (StableHash.shard(basket.item(at), blocks) == shard) {
        return true;
      }
    }
    return false;
  }
}
