package org.llmi2i.pipelines.refine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.Bm25;
import org.llmi2i.cooccurrence.CoOccurrence;
import org.llmi2i.cooccurrence.Conditional;
import org.llmi2i.cooccurrence.Cosine;
import org.llmi2i.cooccurrence.Iuf;
import org.llmi2i.cooccurrence.Jaccard;
import org.llmi2i.cooccurrence.Lift;
import org.llmi2i.cooccurrence.Llr;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.Pmi;
import org.llmi2i.cooccurrence.Similarity;
import org.llmi2i.cooccurrence.Swing;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.cli.LocalRun;
import org.llmi2i.tail.TailSelector;
import org.llmi2i.vectors.ItemVectors;

/** Options turned into what the transforms take; an option of no meaning names itself. */
public final class RefineSettings {
  private static final List<String> SIMILARITIES =
      List.of(
          "swing",
          "cosine",
          "iuf",
          "jaccard",
          "lift",
          "pmi",
          "conditional",
          "llr",
          "bm25",
          "bpr",
          "two-tower");

  /** Those that are not computed from co-occurrence, but trained. */
  private static final Set<String> TRAINED = Set.of("bpr", "two-tower");

  private RefineSettings() {}

  /** Which interactions the discriminator judges. */
  enum Scope implements Serializable {
    SYNTHETIC,
    ALL,
    NONE
  }

  /** Whether this is the name of a similarity, trained or not. */
  public static boolean isSimilarity(String name) {
    return SIMILARITIES.contains(name);
  }

  /** Whether a similarity is of vectors that a model learns. */
  public static boolean isTrained(String similarity) {
    return TRAINED.contains(similarity);
  }

  /** The table of a similarity, trained or not; shrinkage is of the cosine only. */
  public static PTransform<PCollection<History>, PCollection<NeighborRow>> table(
      String similarity, double shrinkage, int k, long seed) {
    return switch (oneOf("similarity", similarity, SIMILARITIES)) {
      case "bpr" -> ItemVectors.bpr().withK(k).withSeed(seed);
      case "two-tower" -> ItemVectors.twoTower().withK(k).withSeed(seed);
      default -> CoOccurrence.of(similarity(similarity, shrinkage, seed)).withK(k).withSeed(seed);
    };
  }

  /** The table of a similarity, trained or not, as a run makes it where nothing else is asked. */
  public static PTransform<PCollection<History>, PCollection<NeighborRow>> table(
      String similarity, long seed) {
    RefineOptions defaults = PipelineOptionsFactory.as(RefineOptions.class);
    return table(similarity, defaults.getShrinkage(), defaults.getK(), seed);
  }

  /**
   * Refuses what cannot be trained where a run would have to.
   *
   * @throws IllegalArgumentException if the similarity is trained and the run leaves this process
   */
  public static void requireTrainable(PipelineOptions options, String option, String similarity) {
    if (isTrained(similarity) && !LocalRun.isHere(options)) {
      throw new IllegalArgumentException(
          option
              + ": bpr and two-tower train in this process, not on a cluster or Dataflow; take"
              + " another there, got "
              + similarity);
    }
  }

  /**
   * The similarity of this name, which is not trained; shrinkage is of the cosine only, the seed of
   * swing only.
   */
  public static Similarity similarity(String name, double shrinkage, long seed) {
    return switch (oneOf("similarity", name, SIMILARITIES)) {
      case "swing" -> Swing.create().withSeed(seed);
      case "cosine" -> Cosine.create().withShrinkage(shrinkage);
      case "iuf" -> Iuf.create();
      case "jaccard" -> Jaccard.create();
      case "lift" -> Lift.create();
      case "pmi" -> Pmi.create();
      case "conditional" -> Conditional.create();
      case "llr" -> Llr.create();
      default -> Bm25.create();
    };
  }

  static PTransform<PCollection<History>, PCollection<NeighborRow>> table(RefineOptions options) {
    requireTrainable(options, "similarity", options.getSimilarity());
    return table(
        options.getSimilarity(), options.getShrinkage(), options.getK(), options.getSeed());
  }

  /**
   * The table that says which items go with a tail item, whatever the similarity of the tables that
   * are refined: the same users are asked about for all of them.
   */
  static CoOccurrence.Table evidence(RefineOptions options) {
    return CoOccurrence.of(Cosine.create().withShrinkage(5)).withSeed(options.getSeed());
  }

  static TailSelector.Select tailSelector(RefineOptions options) {
    return TailSelector.byShare(options.getTailShare())
        .withTarget(choice("target", options.getTarget(), TailSelector.Target.class))
        .withSyntheticPerItem(options.getSyntheticPerItem())
        .withLiveDays(options.getLiveDays());
  }

  static Scope scope(RefineOptions options) {
    return choice("discriminate", options.getDiscriminate(), Scope.class);
  }

  /** How many of a user's last items the model reads. */
  static int historyLength(RefineOptions options) {
    if (options.getHistoryLength() < 0) {
      throw new IllegalArgumentException(
          "historyLength: must be at least 1, or 0 for the model's own, got "
              + options.getHistoryLength());
    }
    if (options.getHistoryLength() > 0) {
      return options.getHistoryLength();
    }
    return options.getLlm().equals("embedded") ? 50 : 10;
  }

  /** How many items the report's explorer has at most; 0: none. */
  static int reportItems(RefineOptions options) {
    if (options.getReportItems() < 0) {
      throw new IllegalArgumentException(
          "reportItems: must be at least 1, or 0 for a report without explorer, got "
              + options.getReportItems());
    }
    return options.getReportItems();
  }

  /** The constant of this name in lower case. */
  public static <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toList());
    return Enum.valueOf(type, oneOf(option, value, names).toUpperCase(Locale.ROOT));
  }

  private static String oneOf(String option, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          option + ": must be one of " + String.join(", ", allowed) + ", got " + value);
    }
    return value;
  }
}
