package org.llmi2i.tail;

import com.google.auto.value.AutoValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.shards.CombineBundles;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/**
 * Says of every item whether it is head, tail or cold, and how many synthetic interactions it
 * should get.
 *
 * <pre>{@code
 * histories
 *     .apply(CountItems.of(catalog))
 *     .apply(TailSelector.byShare(0.2).withSyntheticPerItem(100));
 * }</pre>
 *
 * <p>Items of equal count are all tail or all not: a share is reached from below. An item without a
 * title gets no synthetic interactions, for no language model can place it.
 */
public final class TailSelector {
  /** Synthetic interactions that an item may get however few users it has. */
  private static final int FEW = 3;

  private TailSelector() {}

  /** Tail are the rarest items that together make up this share of the interactions, 0 to 1. */
  public static Select byShare(double share) {
    return of(TailRule.share(share));
  }

  /** Tail are the items of fewer distinct users than this, at least 1. */
  public static Select byUsers(int users) {
    return of(TailRule.count(users));
  }

  /** Tail is this share of the items, those of the fewest users, 0 to 1. */
  public static Select byQuantile(double quantile) {
    return of(TailRule.quantile(quantile));
  }

  private static Select of(TailRule rule) {
    return new AutoValue_TailSelector_Select(rule, Target.TAIL, 100, 90);
  }

  /** Which items get synthetic interactions. */
  public enum Target {
    /** The tail. */
    TAIL,
    /** Every item, also the cold ones. */
    ALL
  }

  /** See {@link TailSelector}. */
  @AutoValue
  public abstract static class Select
      extends PTransform<PCollection<ItemStatistics>, PCollection<ItemStatistics>> {
    abstract TailRule rule();

    abstract Target target();

    abstract int syntheticPerItem();

    abstract int liveDays();

    /**
     * Which items get synthetic interactions; default {@link Target#TAIL}. On a sparse log, of
     * about six interactions an item, all items gain.
     */
    public Select withTarget(Target target) {
      return new AutoValue_TailSelector_Select(rule(), target, syntheticPerItem(), liveDays());
    }

    /**
     * How many synthetic interactions are asked for a target item at most, at least 0; default 100.
     * More helps the tail and, past some point, hurts the rest. For an item of fewer users it is
     * one for each of them, but 3 in any case: guesses that outnumber what was observed cost the
     * head of the lists more than the tail gains. {@code CandidateUsers} says how many of them it
     * is given.
     */
    public Select withSyntheticPerItem(int syntheticPerItem) {
      if (syntheticPerItem < 0) {
        throw new IllegalArgumentException(
            "syntheticPerItem: must be at least 0, got " + syntheticPerItem);
      }
      return new AutoValue_TailSelector_Select(rule(), target(), syntheticPerItem, liveDays());
    }

    /**
     * Only items met in the last this many days of the log get synthetic interactions, at least 1;
     * default 90. An item that nobody took for a season is mostly out of stock. A cold item counts
     * as live.
     */
    public Select withLiveDays(int liveDays) {
      if (liveDays < 1) {
        throw new IllegalArgumentException("liveDays: must be at least 1, got " + liveDays);
      }
      return new AutoValue_TailSelector_Select(rule(), target(), syntheticPerItem(), liveDays);
    }

    @Override
    public PCollection<ItemStatistics> expand(PCollection<ItemStatistics> items) {
      PCollectionView<KV<Long, Long>> limits =
          items.apply("Limits", CombineBundles.with(new FindLimits(rule())));
      return items.apply("Classify", ParDo.of(new Classify(this, limits)).withSideInputs(limits));
    }

    private ItemStatistics classify(ItemStatistics item, Limits limits) {
      long count = rule().count(item.getUsers(), item.getInteractions());
      ItemClass itemClass =
          count == 0
              ? ItemClass.COLD
              : count <= limits.highestTailCount() ? ItemClass.TAIL : ItemClass.HEAD;
      boolean live =
          itemClass == ItemClass.COLD
              || item.getLastMicros()
                  >= limits.endOfLogMicros() - TimeUnit.DAYS.toMicros(liveDays());
      boolean wanted = target() == Target.ALL || itemClass == ItemClass.TAIL;
      return new ItemStatistics(
          item.getItemId(),
          item.getTitle(),
          item.getInCatalog(),
          item.getPrice(),
          item.getUsers(),
          item.getInteractions(),
          item.getLastMicros(),
          itemClass,
          wanted && live && !item.getTitle().isBlank() ? synthetic(item.getUsers()) : 0);
    }

    private int synthetic(long users) {
      return (int) Math.min(syntheticPerItem(), Math.max(FEW, users));
    }
  }

  /**
   * What all items together say.
   *
   * @param highestTailCount of an item of the tail
   * @param endOfLogMicros when the last of the items was last met
   */
  private record Limits(long highestTailCount, long endOfLogMicros) {}

  /**
   * The {@link Limits} as a pair, from how many items have each count above 0, and from when the
   * last of all was last met.
   */
  private static final class FindLimits
      extends Combine.CombineFn<ItemStatistics, KV<Map<Long, Long>, Long>, KV<Long, Long>> {
    private final TailRule rule;

    FindLimits(TailRule rule) {
      this.rule = rule;
    }

    @Override
    public KV<Map<Long, Long>, Long> createAccumulator() {
      return KV.of(new HashMap<>(), Long.MIN_VALUE);
    }

    @Override
    public KV<Map<Long, Long>, Long> addInput(KV<Map<Long, Long>, Long> seen, ItemStatistics item) {
      long count = rule.count(item.getUsers(), item.getInteractions());
      if (count > 0) {
        seen.getKey().merge(count, 1L, Long::sum);
      }
      return item.getLastMicros() <= seen.getValue()
          ? seen
          : KV.of(seen.getKey(), item.getLastMicros());
    }

    @Override
    public KV<Map<Long, Long>, Long> mergeAccumulators(Iterable<KV<Map<Long, Long>, Long>> parts) {
      Map<Long, Long> sum = new HashMap<>();
      long last = Long.MIN_VALUE;
      for (KV<Map<Long, Long>, Long> part : parts) {
        part.getKey().forEach((count, items) -> sum.merge(count, items, Long::sum));
        last = Math.max(last, part.getValue());
      }
      return KV.of(sum, last);
    }

    @Override
    public KV<Long, Long> extractOutput(KV<Map<Long, Long>, Long> seen) {
      return KV.of(rule.highestTailCount(seen.getKey()), seen.getValue());
    }

    @Override
    public Coder<KV<Map<Long, Long>, Long>> getAccumulatorCoder(
        CoderRegistry registry, Coder<ItemStatistics> inputCoder) {
      return KvCoder.of(MapCoder.of(VarLongCoder.of(), VarLongCoder.of()), VarLongCoder.of());
    }
  }

  private static final class Classify extends DoFn<ItemStatistics, ItemStatistics> {
    private final Map<ItemClass, Counter> classes = new EnumMap<>(ItemClass.class);
    private final Counter targets = Metrics.counter("TailSelector", "targets");
    private final Select select;
    private final PCollectionView<KV<Long, Long>> view;

    /** The view, which a runner takes longer to ask for than an item takes. */
    private transient @Nullable Limits limits;

    Classify(Select select, PCollectionView<KV<Long, Long>> view) {
      this.select = select;
      this.view = view;
      for (ItemClass itemClass : ItemClass.values()) {
        classes.put(
            itemClass, Metrics.counter("TailSelector", itemClass.name().toLowerCase(Locale.ROOT)));
      }
    }

    @StartBundle
    public void startBundle() {
      limits = null;
    }

    @ProcessElement
    public void process(
        @Element ItemStatistics item, ProcessContext context, OutputReceiver<ItemStatistics> out) {
      if (limits == null) {
        KV<Long, Long> found = context.sideInput(view);
        limits = new Limits(found.getKey(), found.getValue());
      }
      ItemStatistics classified = select.classify(item, limits);
      classes.get(classified.getItemClass()).inc();
      targets.inc(classified.getSyntheticTarget() > 0 ? 1 : 0);
      out.output(classified);
    }
  }
}
