package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Slice;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/** Measures tables on one user after the other; for one thread. */
final class UserMeasures {
  private static final List<Measure> MEASURES = Measure.all();
  private static final int LENGTH = Measure.KS.get(Measure.KS.size() - 1);

  private static final int PIECE_ITEMS = 4096;

  private final List<JoinedTable> tables;
  private final List<JoinedTable.Ranker> rankers;

  /** Of every table, how often each item stands in a list of each length. */
  private final List<int[]> places;

  private final Map<String, ItemStatistics> catalog;
  private final int triggers;
  private final double[] values;
  private final int[] populations;
  private final boolean[] member = new boolean[Measure.populations()];

  UserMeasures(List<JoinedTable> tables, Map<String, ItemStatistics> catalog, int triggers) {
    this.tables = tables;
    this.rankers = tables.stream().map(JoinedTable::ranker).toList();
    this.places =
        tables.stream().map(table -> new int[table.ids().count() * Measure.KS.size()]).toList();
    this.catalog = catalog;
    this.triggers = triggers;
    this.values = new double[tables.size() * MEASURES.size()];
    this.populations = new int[values.length];
    for (int column = 0; column < values.length; column++) {
      populations[column] = MEASURES.get(column % MEASURES.size()).population();
    }
  }

  /** Figures of nobody yet, with a column for every measure of every table. */
  static Bootstrap figures(int tables) {
    return new Bootstrap(tables * MEASURES.size(), Measure.populations());
  }

  /** The new items of a holdout. */
  static Set<String> relevant(History train, List<History> holdout) {
    Set<String> relevant = new HashSet<>();
    for (History history : holdout) {
      history.events().forEach(event -> relevant.add(event.itemId()));
    }
    if (!relevant.isEmpty()) {
      train.events().forEach(event -> relevant.remove(event.itemId()));
    }
    return relevant;
  }

  /**
   * Measures every table.
   *
   * @param relevant at least one item
   */
  void measure(long seed, History train, Set<String> relevant, Bootstrap bootstrap) {
    Map<Slice, Targets> targets = targets(relevant);
    List<String> items = train.lastItems(Integer.MAX_VALUE);
    int asked = Math.min(triggers, items.size());
    for (int table = 0; table < tables.size(); table++) {
      RankedList list = rankers.get(table).rank(items, triggers, LENGTH);
      fill(table * MEASURES.size(), list, asked, targets);
      expose(list, places.get(table));
    }
    for (Slice slice : Slice.values()) {
      member[Measure.population(slice, false)] = targets.get(slice).size() > 0;
      member[Measure.population(slice, true)] = targets.get(slice).isPriced();
    }
    bootstrap.add(seed, values, populations, member);
  }

  private void fill(int from, RankedList list, int asked, Map<Slice, Targets> targets) {
    Map<Slice, Hits> hits = new EnumMap<>(Slice.class);
    targets.forEach((slice, wanted) -> hits.put(slice, wanted.in(list::rank)));
    for (int i = 0; i < MEASURES.size(); i++) {
      Measure measure = MEASURES.get(i);
      values[from + i] =
          switch (measure.metric()) {
            case RN -> list.candidates();
            case TriggersWithRow -> (double) list.triggersWithRow() / asked;
            default -> hits.get(measure.slice()).value(measure.metric(), measure.k());
          };
    }
  }

  private static void expose(RankedList list, int[] places) {
    // An item that is in a list is in all that are longer.
    int from = 0;
    for (int at = 0; at < list.numbers().length; at++) {
      while (at >= Measure.KS.get(from)) {
        from++;
      }
      int first = list.numbers()[at] * Measure.KS.size();
      for (int length = from; length < Measure.KS.size(); length++) {
        places[first + length]++;
      }
    }
  }

  /**
   * Hands on where items stood in the lists of all users that were measured, in pieces: a runner
   * may have no room for a record of a whole catalogue.
   */
  void places(Consumer<Places> out) {
    int lengths = Measure.KS.size();
    for (int table = 0; table < tables.size(); table++) {
      IdNumbers ids = tables.get(table).ids();
      Places piece = new Places(tables.size() * lengths);
      for (int item = 0; item < ids.count(); item++) {
        int[] counts = Arrays.copyOfRange(places.get(table), item * lengths, (item + 1) * lengths);
        // Who is in no longest list is in none.
        if (counts[lengths - 1] > 0) {
          piece.add(ids.id(item), table * lengths, counts);
        }
        if (piece.counts().size() == PIECE_ITEMS) {
          out.accept(piece);
          piece = new Places(tables.size() * lengths);
        }
      }
      out.accept(piece);
    }
  }

  private Map<Slice, Targets> targets(Set<String> relevant) {
    Map<Slice, Targets> targets = new EnumMap<>(Slice.class);
    for (Slice slice : Slice.values()) {
      targets.put(slice, new Targets());
    }
    for (String item : relevant) {
      ItemStatistics known = catalog.get(item);
      Double price = known == null ? null : known.getPrice();
      targets.get(Slice.ALL).add(item, price);
      targets.get(slice(known == null ? ItemClass.COLD : known.getItemClass())).add(item, price);
    }
    return targets;
  }

  private static Slice slice(ItemClass itemClass) {
    return switch (itemClass) {
      case HEAD -> Slice.HEAD;
      case TAIL -> Slice.TAIL;
      case COLD -> Slice.COLD;
    };
  }
}
