package org.llmi2i.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * One figure that every user has.
 *
 * @param variant whose table made the list
 * @param metric what is measured
 * @param k the length of the list
 * @param slice which relevant items count
 */
record Measure(Variant variant, Kind metric, int k, Slice slice) implements Serializable {

  /** What is measured. The names are those of the metrics in reports. */
  enum Kind {
    Recall,
    NDCG
  }

  static final List<Slice> SLICES = List.of(Slice.ALL, Slice.HEAD, Slice.TAIL);

  /** All measures of these variants, in a fixed order. */
  static List<Measure> all(List<Variant> variants, List<Integer> ks) {
    List<Measure> measures = new ArrayList<>();
    for (Variant variant : variants) {
      for (Kind metric : Kind.values()) {
        for (int k : ks) {
          for (Slice slice : SLICES) {
            measures.add(new Measure(variant, metric, k, slice));
          }
        }
      }
    }
    return measures;
  }
}
