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
import java.util.stream.IntStream;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

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

  static List<String[]> rows(String file) {
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
    return table(histories, similarity, baskets, k, blocks, 1);
  }

  static Map<String, NeighborRow> table(
      List<History> histories,
      Similarity similarity,
      Baskets baskets,
      int k,
      int blocks,
      double backwardWeight) {
    IndexItems counter = new IndexItems(baskets);
    IndexItems.Counts counts = counter.createAccumulator();
    for (History history : histories) {
      counts = counter.addInput(counts, history);
    }
    ItemIndex index = weighed(histories, counter.extractOutput(counts), similarity, baskets);
    Map<String, NeighborRow> rows = new TreeMap<>();
    for (int own = 0; own < blocks; own++) {
      Block.Builder builder =
          new Block.Builder(
              index, index.ranges(blocks).range(own), similarity.weighting(), backwardWeight);
      BasketPack.read(pack(histories, index, baskets, own, blocks, backwardWeight), builder);
      new BlockTable(similarity, k, 1)
          .compute(builder.build(), HotItems.none(), row -> rows.put(row.itemId(), row));
    }
    return rows;
  }

  private static ItemIndex weighed(
      List<History> histories, ItemIndex index, Similarity similarity, Baskets baskets) {
    if (similarity.weighting() == null) {
      return index;
    }
    SumNorms norms = new SumNorms(similarity.weighting(), baskets, null);
    SumNorms.Sums sums = new SumNorms.Sums(index.itemCount());
    histories.forEach(history -> norms.add(sums, history, index));
    return norms.extractOutput(sums, index);
  }

  private static byte[] pack(
      List<History> histories,
      ItemIndex index,
      Baskets baskets,
      int own,
      int blocks,
      double backwardWeight) {
    BasketPack pack = new BasketPack();
    Basket basket = new Basket(index, baskets);
    for (History history : histories) {
      if (basket.read(history)
          && IntStream.range(0, basket.size())
              .anyMatch(at -> index.ranges(blocks).range(own).place(basket.item(at)) >= 0)) {
        pack.add(basket, backwardWeight != 1);
      }
    }
    return pack.toBytes();
  }
}
