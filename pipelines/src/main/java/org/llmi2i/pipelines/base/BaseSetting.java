package org.llmi2i.pipelines.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.refine.RefineSettings;

/**
 * A setting of the base.
 *
 * @param shrinkage of the cosine; 0 for the others, which have none
 * @param k neighbors an item
 */
public record BaseSetting(String similarity, double shrinkage, int k) {
  /** The most neighbors that are tried; fewer are the first of these. */
  public static final int MOST = 200;

  private static final double[] SHRINKAGES = {0, 1, 2, 5, 10, 20, 50};
  private static final double[] FEW_SHRINKAGES = {0, 5, 20};
  private static final double[] NO_SHRINKAGE = {0};
  private static final int[] KS = {5, 10, 15, 20, 30, 50, 100, MOST};
  private static final List<String> OTHERS =
      List.of(
          "swing",
          "iuf",
          "jaccard",
          "conditional",
          "bm25",
          "llr",
          "lift",
          "pmi",
          "bpr",
          "two-tower");

  /** All that are tried, with {@link #MOST} neighbors. */
  static List<BaseSetting> similarities() {
    List<BaseSetting> settings = new ArrayList<>();
    for (double shrinkage : SHRINKAGES) {
      settings.add(new BaseSetting("cosine", shrinkage, MOST));
    }
    OTHERS.forEach(name -> settings.add(new BaseSetting(name, 0, MOST)));
    return settings;
  }

  /**
   * The settings of some bases, with {@link #MOST} neighbors: of the cosine three shrinkages, of
   * the others, which have none, one.
   *
   * @param names of bases, separated by commas
   * @throws IllegalArgumentException if a name is none of a similarity, or comes twice
   */
  public static List<List<BaseSetting>> families(String names) {
    List<List<BaseSetting>> families = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      RefineSettings.table(name, 0, MOST, 0); // Refuses what is none.
      List<BaseSetting> family = new ArrayList<>();
      for (double shrinkage : name.equals("cosine") ? FEW_SHRINKAGES : NO_SHRINKAGE) {
        family.add(new BaseSetting(name, shrinkage, MOST));
      }
      if (families.contains(family)) {
        throw new IllegalArgumentException("bases: must be different names, got " + names);
      }
      families.add(family);
    }
    return families;
  }

  /** The same with each number of neighbors that is tried. */
  public List<BaseSetting> lengths() {
    List<BaseSetting> settings = new ArrayList<>();
    for (int length : KS) {
      settings.add(new BaseSetting(similarity, shrinkage, length));
    }
    return settings;
  }

  /** Makes its table. */
  PTransform<PCollection<History>, PCollection<NeighborRow>> table(long seed) {
    return RefineSettings.table(similarity, shrinkage, k, seed);
  }

  /** As options of the main job. */
  @Override
  public String toString() {
    String shrunk =
        similarity.equals("cosine")
            ? String.format(Locale.ROOT, " --shrinkage=%s", number(shrinkage))
            : "";
    return "--similarity=" + similarity + shrunk + " --k=" + k;
  }

  private static String number(double value) {
    return value == (long) value ? String.valueOf((long) value) : String.valueOf(value);
  }
}
