package org.llmi2i.tail;

import com.google.auto.value.AutoValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.checkerframework.checker.nullness.qual.Nullable;
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
      PCollectionView<Long> highest =
          items.apply("Threshold", Combine.globally(new Threshold(rule())).asSingletonView());
      PCollectionView<Long> lastMicros =
          items
              .apply(
                  "Last times",
                  MapElements.into(TypeDescriptors.longs()).via(ItemStatistics::getLastMicros))
              .apply("End of log", Max.longsGlobally().asSingletonView());
      return items.apply(
          "Classify",
          ParDo.of(new Classify(this, highest, lastMicros)).withSideInputs(highest, lastMicros));
    }

    ItemStatistics classify(ItemStatistics item, long highestTailCount, long endOfLogMicros) {
      long count = rule().count(item.getUsers(), item.getInteractions());
      ItemClass itemClass =
          count == 0 ? ItemClass.COLD : count <= highestTailCount ? ItemClass.TAIL : ItemClass.HEAD;
      boolean live =
          itemClass == ItemClass.COLD
              || item.getLastMicros() >= endOfLogMicros - TimeUnit.DAYS.toMicros(liveDays());
      boolean wanted = target() == Target.ALL || itemClass == ItemClass.TAIL;
      return ItemStatistics.newBuilder(item)
          .setItemClass(itemClass)
          .setSyntheticTarget(
              wanted && live && !item.getTitle().isBlank() ? synthetic(item.getUsers()) : 0)
          .build();
    }

    private int synthetic(long users) {
      return (int) Math.min(syntheticPerItem(), Math.max(FEW, users));
    }
  }

  /** The highest count of a tail item, from how many items have each count above 0. */
  private static final class Threshold
      extends Combine.CombineFn<ItemStatistics, Map<Long, Long>, Long> {
    private final TailRule rule;

    Threshold(TailRule rule) {
      this.rule = rule;
    }

    @Override
    public Map<Long, Long> createAccumulator() {
      return new HashMap<>();
    }

    @Override
    public Map<Long, Long> addInput(Map<Long, Long> histogram, ItemStatistics item) {
      long count = rule.count(item.getUsers(), item.getInteractions());
      if (count > 0) {
        histogram.merge(count, 1L, Long::sum);
      }
      return histogram;
    }

    @Override
    public Map<Long, Long> mergeAccumulators(Iterable<Map<Long, Long>> parts) {
      Map<Long, Long> sum = createAccumulator();
      parts.forEach(part -> part.forEach((count, items) -> sum.merge(count, items, Long::sum)));
      return sum;
    }

    @Override
    public Long extractOutput(Map<Long, Long> histogram) {
      return rule.highestTailCount(histogram);
    }

    @Override
    public Coder<Map<Long, Long>> getAccumulatorCoder(
        CoderRegistry registry, Coder<ItemStatistics> inputCoder) {
      return MapCoder.of(VarLongCoder.of(), VarLongCoder.of());
    }
  }

  private static final class Classify extends DoFn<ItemStatistics, ItemStatistics> {
    private final Map<ItemClass, Counter> classes = new EnumMap<>(ItemClass.class);
    private final Counter targets = Metrics.counter("TailSelector", "targets");
    private final Select select;
    private final PCollectionView<Long> highest;
    private final PCollectionView<Long> lastMicros;

    /** The two views, which a runner takes longer to ask for than an item takes. */
    private transient @Nullable Long highestTailCount;

    private transient @Nullable Long endOfLogMicros;

    Classify(Select select, PCollectionView<Long> highest, PCollectionView<Long> lastMicros) {
      this.select = select;
      this.highest = highest;
      this.lastMicros = lastMicros;
      for (ItemClass itemClass : ItemClass.values()) {
        classes.put(
            itemClass, Metrics.counter("TailSelector", itemClass.name().toLowerCase(Locale.ROOT)));
      }
    }

    @StartBundle
    public void startBundle() {
      highestTailCount = null;
      endOfLogMicros = null;
    }

    @ProcessElement
    public void process(
        @Element ItemStatistics item, ProcessContext context, OutputReceiver<ItemStatistics> out) {
      if (highestTailCount == null || endOfLogMicros == null) {
        highestTailCount = context.sideInput(highest);
        endOfLogMicros = context.sideInput(lastMicros);
      }
      ItemStatistics classified = select.classify(item, highestTailCount, endOfLogMicros);
      classes.get(classified.getItemClass()).inc();
      targets.inc(classified.getSyntheticTarget() > 0 ? 1 : 0);
      out.output(classified);
    }
  }
}
