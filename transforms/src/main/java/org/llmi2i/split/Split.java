package org.llmi2i.split;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;

/**
 * Splits a log into {@link #TRAIN} and {@link #HOLDOUT}. Every interaction is in one of the two.
 *
 * <p>By one global point in time, as a shop that computes tonight's tables would: what is before it
 * is train, the rest holdout.
 */
public final class Split extends PTransform<PCollection<Interaction>, PCollectionTuple> {
  /** What the tables are made from. */
  public static final TupleTag<Interaction> TRAIN = new TupleTag<>("train") {};

  /** What they are measured on. */
  public static final TupleTag<Interaction> HOLDOUT = new TupleTag<>("holdout") {};

  private enum Rule {
    TIME,
    FRACTION,
    LEAVE_LAST_OUT
  }

  private final Rule rule;
  private final Instant time;
  private final double fraction;
  private final long seed;

  private Split(Rule rule, Instant time, double fraction, long seed) {
    this.rule = rule;
    this.time = time;
    this.fraction = fraction;
    this.seed = seed;
  }

  /** Train before this time, holdout from it on. */
  public static Split at(Instant time) {
    return new Split(Rule.TIME, time, 0, 0);
  }

  /**
   * Train in the first part of the time that the log spans.
   *
   * @param fraction the part's length, above 0 and below 1: 0.9 of a log of 100 days holds out the
   *     last 10 days
   */
  public static Split atFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "split: a fraction must be above 0 and below 1, got " + fraction);
    }
    return new Split(Rule.FRACTION, Instant.EPOCH, fraction, 0);
  }

  /**
   * Holds out every user's last item, if they have two or more. For comparison with papers only:
   * the train part knows interactions that are later than another user's holdout.
   *
   * @param seed chooses among items of the same, last, moment
   */
  public static Split leaveLastOut(long seed) {
    return new Split(Rule.LEAVE_LAST_OUT, Instant.EPOCH, 0, seed);
  }

  @Override
  public PCollectionTuple expand(PCollection<Interaction> interactions) {
    TupleTagList holdout = TupleTagList.of(HOLDOUT);
    return switch (rule) {
      case TIME -> {
        PCollectionView<Instant> cut =
            interactions
                .getPipeline()
                .apply("Cut", Create.of(time).withCoder(SerializableCoder.of(Instant.class)))
                .apply("CutView", View.asSingleton());
        yield interactions.apply(
            "Cut log",
            ParDo.of(new ByTime(cut)).withSideInputs(cut).withOutputTags(TRAIN, holdout));
      }
      case FRACTION -> {
        PCollectionView<Instant> cut =
            interactions.apply("Cut", Combine.globally(new Cut(fraction)).asSingletonView());
        yield interactions.apply(
            "Cut log",
            ParDo.of(new ByTime(cut)).withSideInputs(cut).withOutputTags(TRAIN, holdout));
      }
      case LEAVE_LAST_OUT ->
          interactions
              .apply("ByUser", Shards.by(Interaction::getUserId))
              .apply("Last item", ParDo.of(new LastItem(seed)).withOutputTags(TRAIN, holdout));
    };
  }

  /** Puts interactions on their side, and counts them. */
  private static final class Sides implements Serializable {
    private final Counter train = Metrics.counter("Split", "train");
    private final Counter holdout = Metrics.counter("Split", "holdout");

    void put(Interaction interaction, boolean held, DoFn.MultiOutputReceiver out) {
      (held ? holdout : train).inc();
      out.get(held ? HOLDOUT : TRAIN).output(interaction);
    }
  }

  private static final class ByTime extends DoFn<Interaction, Interaction> {
    private final Sides sides = new Sides();
    private final PCollectionView<Instant> cut;

    ByTime(PCollectionView<Instant> cut) {
      this.cut = cut;
    }

    @ProcessElement
    public void process(
        @Element Interaction interaction, ProcessContext context, MultiOutputReceiver out) {
      sides.put(interaction, !interaction.getEventTime().isBefore(context.sideInput(cut)), out);
    }
  }

  /** The time that lies at a fraction of what the log spans. */
  private static final class Cut extends Combine.CombineFn<Interaction, Cut.Span, Instant> {
    private final double fraction;

    Cut(double fraction) {
      this.fraction = fraction;
    }

    record Span(Instant first, Instant last) implements Serializable {
      Span with(Instant from, Instant to) {
        return new Span(from.isBefore(first) ? from : first, to.isAfter(last) ? to : last);
      }
    }

    @Override
    public Span createAccumulator() {
      return new Span(Instant.MAX, Instant.MIN);
    }

    @Override
    public Span addInput(Span span, Interaction interaction) {
      return span.with(interaction.getEventTime(), interaction.getEventTime());
    }

    @Override
    public Span mergeAccumulators(Iterable<Span> spans) {
      Span all = createAccumulator();
      for (Span span : spans) {
        all = all.with(span.first(), span.last());
      }
      return all;
    }

    @Override
    public Instant extractOutput(Span span) {
      if (span.first().isAfter(span.last())) {
        return Instant.EPOCH;
      }
      long micros = ChronoUnit.MICROS.between(span.first(), span.last());
      return span.first().plus((long) (micros * fraction), ChronoUnit.MICROS);
    }

    @Override
    public Coder<Span> getAccumulatorCoder(CoderRegistry registry, Coder<Interaction> inputCoder) {
      return SerializableCoder.of(Span.class);
    }

    @Override
    public Coder<Instant> getDefaultOutputCoder(
        CoderRegistry registry, Coder<Interaction> inputCoder) {
      return SerializableCoder.of(Instant.class);
    }
  }

  private static final class LastItem
      extends DoFn<KV<Integer, Iterable<List<Interaction>>>, Interaction> {
    private final Sides sides = new Sides();
    private final long seed;

    LastItem(long seed) {
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<Interaction>>> shard, MultiOutputReceiver out) {
      Map<String, List<Interaction>> byUser = new HashMap<>();
      for (List<Interaction> pack : shard.getValue()) {
        for (Interaction interaction : pack) {
          byUser
              .computeIfAbsent(interaction.getUserId(), user -> new ArrayList<>())
              .add(interaction);
        }
      }
      for (List<Interaction> interactions : byUser.values()) {
        Set<String> items = new HashSet<>();
        Interaction last = interactions.get(0);
        for (Interaction interaction : interactions) {
          items.add(interaction.getItemId());
          last = isLater(interaction, last) ? interaction : last;
        }
        for (Interaction interaction : interactions) {
          boolean held = items.size() > 1 && interaction.getItemId().equals(last.getItemId());
          sides.put(interaction, held, out);
        }
      }
    }

    private boolean isLater(Interaction one, Interaction other) {
      int byTime = one.getEventTime().compareTo(other.getEventTime());
      if (byTime != 0) {
        return byTime > 0;
      }
      int byHash = Long.compare(hash(one), hash(other));
      return byHash != 0 ? byHash > 0 : one.getItemId().compareTo(other.getItemId()) > 0;
    }

    private long hash(Interaction interaction) {
      return StableHash.of(seed, interaction.getUserId(), interaction.getItemId());
    }
  }
}
