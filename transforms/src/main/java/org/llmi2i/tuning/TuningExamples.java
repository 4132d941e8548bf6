package org.llmi2i.tuning;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.candidates.Shortlists;
import org.llmi2i.history.History;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.stages.TuningExample;
import org.llmi2i.stages.TuningTarget;

/**
 * Requests with known answers, to tune a language model on: a draw of what the histories give.
 *
 * <pre>{@code
 * trainHistories.apply(
 *     TuningExamples.of(GeneratorTask.create(), catalog).withMaxExamples(5_000));
 * }</pre>
 *
 * <p>A history shown ends before the moment that is asked about, so that its basket does not give
 * the answer away. Items without a title are neither shown nor asked about; how many such pairs of
 * a user and an item there are is counted as {@code untitled}. Which examples are drawn depends on
 * the histories and the seed only; {@link #ORDER} mixes them. Memory of a worker: the drawn
 * moments, about 200 bytes each.
 */
@AutoValue
public abstract class TuningExamples
    extends PTransform<PCollection<History>, PCollection<TuningExample>> {
  /** By place; the rest decides where hashes are equal. */
  private static final Comparator<TuningTarget> BY_PLACE =
      Comparator.comparingLong(TuningTarget::getPlace)
          .thenComparing(TuningTarget::getUserId)
          .thenComparingLong(TuningTarget::getMicros)
          .thenComparing(TuningTarget::getItemId)
          .thenComparingInt(TuningTarget::getCopy);

  /** A total order, that of a shuffled deck: what a file is sorted by. */
  public static final Comparator<TuningExample> ORDER =
      Comparator.comparing(TuningExample::getTarget, BY_PLACE);

  private static final long VALIDATION_SEED = 0x2545f4914f6cdd1dL;

  abstract TuningTask task();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract int historyLength();

  abstract int listLength();

  abstract int maxExamples();

  abstract double validationShare();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setTask(TuningTask task);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setHistoryLength(int historyLength);

    abstract Builder setListLength(int listLength);

    abstract Builder setMaxExamples(int maxExamples);

    abstract Builder setValidationShare(double validationShare);

    abstract Builder setSeed(long seed);

    abstract TuningExamples build();
  }

  /**
   * Examples of a task.
   *
   * @param catalog every item by id, classified: see {@code TailSelector}
   */
  public static TuningExamples of(
      TuningTask task, PCollectionView<Map<String, ItemStatistics>> catalog) {
    return new AutoValue_TuningExamples.Builder()
        .setTask(task)
        .setCatalog(catalog)
        .setHistoryLength(10)
        .setListLength(20)
        .setMaxExamples(20_000)
        .setValidationShare(0.1)
        .setSeed(0)
        .build();
  }

  /**
   * How many of a user's last items an example shows, at least 1; default 10, as in the paper. The
   * tuned model is then to be asked with as many.
   */
  public TuningExamples withHistoryLength(int historyLength) {
    if (historyLength < 1) {
      throw new IllegalArgumentException("historyLength: must be at least 1, got " + historyLength);
    }
    return toBuilder().setHistoryLength(historyLength).build();
  }

  /** How many items an example asks about at most, at least 2; default 20. */
  public TuningExamples withListLength(int listLength) {
    if (listLength < 2) {
      throw new IllegalArgumentException("listLength: must be at least 2, got " + listLength);
    }
    return toBuilder().setListLength(listLength).build();
  }

  /**
   * How many examples there are at most, repeated ones and those for validation included; at least
   * 1, default 20,000. It bounds what tuning costs.
   */
  public TuningExamples withMaxExamples(int maxExamples) {
    if (maxExamples < 1) {
      throw new IllegalArgumentException("maxExamples: must be at least 1, got " + maxExamples);
    }
    return toBuilder().setMaxExamples(maxExamples).build();
  }

  /**
   * The share of users whose examples are for validation, all of them, 0 to below 1; default 0.1.
   * Of one seed, a user is on the same side for every task.
   */
  public TuningExamples withValidationShare(double validationShare) {
    if (!(validationShare >= 0 && validationShare < 1)) {
      throw new IllegalArgumentException(
          "validationShare: must be from 0 to below 1, got " + validationShare);
    }
    return toBuilder().setValidationShare(validationShare).build();
  }

  /** Seeds everything that is drawn; any number, default 0. */
  public TuningExamples withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  @Override
  public PCollection<TuningExample> expand(PCollection<History> histories) {
    PCollection<TuningTarget> drawn =
        histories
            .apply("Targets", ParDo.of(new Targets(this)).withSideInputs(catalog()))
            .apply("Draw", Top.of(maxExamples(), new LowestPlace()))
            .apply("Drawn", Flatten.iterables());
    return histories
        .apply("Join", LeftJoin.of(History::userId, drawn, TuningTarget::getUserId))
        .apply("Examples", ParDo.of(new ToExamples(this)).withSideInputs(catalog()));
  }

  /** The lowest place is the greatest, for that is what {@link Top} keeps. */
  private static final class LowestPlace implements Comparator<TuningTarget>, Serializable {
    @Override
    public int compare(TuningTarget one, TuningTarget other) {
      return BY_PLACE.compare(other, one);
    }
  }

  private static final class Targets extends DoFn<History, TuningTarget> {
    private final Counter untitled;
    private final Counter possible;
    private final TuningTask task;
    private final int historyLength;
    private final long seed;
    private final PCollectionView<Map<String, ItemStatistics>> catalogView;

    Targets(TuningExamples examples) {
      task = examples.task();
      untitled = Metrics.counter(task.stage(), "untitled");
      possible = Metrics.counter(task.stage(), "possible");
      historyLength = examples.historyLength();
      seed = examples.seed();
      catalogView = examples.catalog();
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<TuningTarget> out) {
      Map<String, ItemStatistics> catalog = context.sideInput(catalogView);
      untitled.inc(
          history.items().stream().filter(item -> !Moments.isTitled(item, catalog)).count());
      task.targets(
          history,
          historyLength,
          catalog,
          seed,
          target -> {
            possible.inc();
            out.output(target);
          });
    }
  }

  private static final class ToExamples
      extends DoFn<KV<History, List<TuningTarget>>, TuningExample> {
    private final Counter examples;
    private final TuningTask task;
    private final int historyLength;
    private final int listLength;
    private final double validationShare;
    private final long seed;
    private final PCollectionView<Map<String, ItemStatistics>> catalogView;
    private transient RandomItems randomItems;

    ToExamples(TuningExamples from) {
      task = from.task();
      examples = Metrics.counter(task.stage(), "examples");
      historyLength = from.historyLength();
      listLength = from.listLength();
      validationShare = from.validationShare();
      seed = from.seed();
      catalogView = from.catalog();
    }

    @StartBundle
    public void startBundle() {
      randomItems = null;
    }

    @ProcessElement
    public void process(
        @Element KV<History, List<TuningTarget>> user,
        ProcessContext context,
        OutputReceiver<TuningExample> out) {
      if (user.getValue().isEmpty()) {
        return;
      }
      if (randomItems == null) {
        randomItems = new RandomItems(context.sideInput(catalogView));
      }
      History history = user.getKey();
      for (TuningTarget target : user.getValue()) {
        Optional<TuningTask.Entries> entries =
            task.entries(history, target, listLength, randomItems);
        if (entries.isPresent()) {
          examples.inc();
          out.output(example(history, target, entries.get()));
        }
      }
    }

    private TuningExample example(History history, TuningTarget target, TuningTask.Entries found) {
      // The hash puts them in an order that says nothing about the answer.
      List<String> items =
          Stream.concat(found.taken().stream(), found.others().stream())
              .sorted(
                  Comparator.comparingLong(
                          (String item) -> StableHash.of(target.getPlace(), "place", item))
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
      List<Candidate> candidates = new ArrayList<>();
      items.forEach(item -> candidates.add(TuningTask.candidate(randomItems.catalog().get(item))));
      List<Integer> taken =
          IntStream.range(0, items.size())
              .filter(i -> found.taken().contains(items.get(i)))
              .map(i -> i + 1)
              .boxed()
              .toList();
      History before = Moments.before(history, target.getMicros());
      Shortlist shortlist =
          Shortlists.of(before, before.lastItems(historyLength), candidates, randomItems.catalog());
      double drawn = Fractions.of(StableHash.of(seed ^ VALIDATION_SEED, history.userId()));
      return new TuningExample(target, shortlist, taken, drawn < validationShare);
    }
  }
}
