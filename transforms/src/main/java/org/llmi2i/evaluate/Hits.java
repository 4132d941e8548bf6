package org.llmi2i.evaluate;

import java.util.List;

/**
 * Where the relevant items of a user stand in a list, and how good that is at a length k of the
 * list. Every figure is from 0 to 1, higher is better, and NaN if there is nothing to find.
 *
 * <p>Names and formulas are those of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of
 * IR techniques", 2002, for NDCG, and of Manning, Raghavan and Schütze, "Introduction to
 * Information Retrieval", 2008, chapter 8, for the others.
 *
 * @param hits by rising rank
 * @param relevant how many items are relevant, found or not
 * @param worth the sum of the prices of the relevant items; 0 if none has a price
 */
record Hits(List<Hit> hits, int relevant, double worth) {
  private static final double LOG_2 = Math.log(2);

  /**
   * A relevant item in the list.
   *
   * @param rank from 1
   * @param price 0 if it has none
   */
  record Hit(int rank, double price) {}

  Hits {
    hits = List.copyOf(hits);
  }

  /** A figure that is of one user and one slice. */
  double value(Measure.Kind kind, int k) {
    if (relevant == 0) {
      return Double.NaN;
    }
    return switch (kind) {
      case Recall -> (double) count(k) / relevant;
      case CalibratedRecall -> (double) count(k) / Math.min(relevant, k);
      case NDCG -> ndcg(k);
      case HitRate -> count(k) > 0 ? 1 : 0;
      case MRR -> count(k) > 0 ? 1.0 / hits.get(0).rank() : 0;
      case MAP -> averagePrecision(k);
      case GMVRecall -> gmvRecall(k);
      case RN, TriggersWithRow ->
          throw new IllegalArgumentException("kind: must look at hits, got " + kind);
    };
  }

  private int count(int k) {
    int count = 0;
    while (count < hits.size() && hits.get(count).rank() <= k) {
      count++;
    }
    return count;
  }

  /**
   * The discounted gain of the first k, {@code sum 1 / log2(rank + 1)} over hits, as a share of the
   * best that is possible with min(relevant, k) hits.
   */
  private double ndcg(int k) {
    double gain = 0;
    for (Hit hit : hits.subList(0, count(k))) {
      gain += discount(hit.rank());
    }
    double ideal = 0;
    for (int rank = 1; rank <= Math.min(relevant, k); rank++) {
      ideal += discount(rank);
    }
    return gain / ideal;
  }

  private static double discount(int rank) {
    return LOG_2 / Math.log(rank + 1.0);
  }

  /** The precision at every hit of the first k, summed, over min(relevant, k). */
  private double averagePrecision(int k) {
    double sum = 0;
    for (int found = 1; found <= count(k); found++) {
      sum += (double) found / hits.get(found - 1).rank();
    }
    return sum / Math.min(relevant, k);
  }

  /** Items without a price count neither as found nor as missed. */
  private double gmvRecall(int k) {
    if (worth == 0) {
      return Double.NaN;
    }
    // At most 1, where the two sums were rounded differently.
    return Math.min(
        1, hits.subList(0, count(k)).stream().mapToDouble(Hit::price).sorted().sum() / worth);
  }
}
