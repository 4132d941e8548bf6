package org.llmi2i.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.llmi2i.schemas.Slice;

/**
 * One figure that every user has of every table.
 *
 * @param metric what is measured
 * @param k the length of the list; 0 if it does not matter
 * @param slice which relevant items count
 */
record Measure(Kind metric, int k, Slice slice) implements Serializable {
  /** Lengths of lists. */
  static final List<Integer> KS = List.of(10, 50, 100);

  private static final List<Slice> SLICES = List.of(Slice.values());

  /** What is measured. The names are those of the metrics in reports. */
  enum Kind {
    Recall,
    CalibratedRecall,
    NDCG,
    HitRate,
    MRR,
    MAP,
    GMVRecall,
    RN,
    TriggersWithRow;

    /** Whether it looks at the hits of a list, not at the candidates. */
    boolean ofHits() {
      return this != RN && this != TriggersWithRow;
    }
  }

  /** Every measure once, in a fixed order. */
  static List<Measure> all() {
    List<Measure> measures = new ArrayList<>();
    for (Kind metric : Kind.values()) {
      if (!metric.ofHits()) {
        measures.add(new Measure(metric, 0, Slice.ALL));
        continue;
      }
      for (int k : KS) {
        for (Slice slice : SLICES) {
          measures.add(new Measure(metric, k, slice));
        }
      }
    }
    return measures;
  }

  /** Which users count: those with a relevant item in the slice, or with one that has a price. */
  int population() {
    return population(slice, metric == Kind.GMVRecall);
  }

  /** The users with a relevant item in a slice, or with one that has a price. */
  static int population(Slice slice, boolean priced) {
    return SLICES.indexOf(slice) + (priced ? SLICES.size() : 0);
  }

  /** How many populations there are. */
  static int populations() {
    return 2 * SLICES.size();
  }
}
