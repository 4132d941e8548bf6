package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;

/**
 * How many synthetic interactions came true: the share of them that is in the holdout. Nothing
 * learns from it.
 *
 * <p>Counted are the users whom {@link Evaluate} counts: those of the train log who have a new item
 * in the holdout. Of others nobody can know. A user and an item count once, and not if they are
 * together in train: what was there before can neither come true nor fail to.
 *
 * <p>In: the histories of the train log. Out, for every set of interactions that has any to count:
 * {@code SyntheticPrecision} of its variant, or {@code DroppedPrecision}, a share with its 95 %
 * interval over users; n is the number of interactions counted. If all users have the same share,
 * as when nothing came true, there is no interval: to draw them again tells nothing. A share rises
 * with how much the users of a set take, so it says more beside that of the most active ones.
 * Memory of each thread of a worker: a thirty-second of both logs and of the synthetic
 * interactions.
 */
@AutoValue
public abstract class SyntheticPrecision
    extends PTransform<PCollection<History>, PCollection<Metric>> {
  /** What is said of interactions that were kept. */
  public static final String KEPT = "SyntheticPrecision";

  /** What is said of those that were dropped as implausible. */
  public static final String DROPPED = "DroppedPrecision";

  private static final int TRAIN = 0;
  private static final int HOLDOUT = 1;
  private static final int FIRST_SET = 2;

  abstract PCollection<History> holdout();

  abstract String similarity();

  abstract String runId();

  abstract long seed();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in with.
  abstract List<Named> names();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in with.
  abstract List<PCollection<Interaction>> sets();

  /**
   * Looks for the interactions that {@link #withKept} and {@link #withDropped} add.
   *
   * @param holdout the histories of the holdout, of a user one or several
   * @param similarity the name that the metrics carry
   */
  public static SyntheticPrecision of(
      PCollection<History> holdout, String similarity, String runId) {
    return new AutoValue_SyntheticPrecision(holdout, similarity, runId, 0, List.of(), List.of());
  }

  /** Adds synthetic interactions that a variant's table was made with. */
  public SyntheticPrecision withKept(Variant variant, PCollection<Interaction> synthetic) {
    return with(new Named(variant, KEPT), synthetic);
  }

  /** Adds synthetic interactions that were dropped before the refined table was made. */
  public SyntheticPrecision withDropped(PCollection<Interaction> synthetic) {
    return with(new Named(Variant.REFINED, DROPPED), synthetic);
  }

  private SyntheticPrecision with(Named name, PCollection<Interaction> set) {
    if (names().contains(name)) {
      throw new IllegalArgumentException(
          "synthetic: " + name.variant() + " " + name.metric() + " is there already");
    }
    List<Named> names = new ArrayList<>(names());
    names.add(name);
    List<PCollection<Interaction>> sets = new ArrayList<>(sets());
    sets.add(set);
    return new AutoValue_SyntheticPrecision(
        holdout(), similarity(), runId(), seed(), List.copyOf(names), List.copyOf(sets));
  }

  /** Seeds the bootstrap; any number, default 0. */
  public SyntheticPrecision withSeed(long seed) {
    return new AutoValue_SyntheticPrecision(
        holdout(), similarity(), runId(), seed, names(), sets());
  }

  @Override
  public PCollection<Metric> expand(PCollection<History> train) {
    if (names().isEmpty()) {
      throw new IllegalArgumentException("synthetic: at least one set is needed, got none");
    }
    PCollectionList<KV<Integer, History>> sides =
        PCollectionList.of(train.apply("Train", WithKeys.of(TRAIN)))
            .and(holdout().apply("Holdout", WithKeys.of(HOLDOUT)));
    for (int set = 0; set < sets().size(); set++) {
      sides =
          sides.and(
              sets()
                  .get(set)
                  .apply(names().get(set).step(), ParDo.of(new ToSide(FIRST_SET + set)))
                  .setCoder(KvCoder.of(VarIntCoder.of(), HistoryCoder.of())));
    }
    return sides
        .apply(
            "ByUser", Shards.by((KV<Integer, History> side) -> side.getValue().userId()).together())
        .apply("Look up", ParDo.of(new LookUp(sets().size(), seed())))
        .setCoder(BootstrapCoder.of())
        .apply("Add up", Combine.globally(new AddUp(sets().size())).withoutDefaults())
        .apply("Share", ParDo.of(new Share(names(), similarity(), runId())));
  }

  /** The first column of a set counts what came true, the second all. */
  private static Bootstrap nobody(int sets) {
    return new Bootstrap(2 * sets, 1);
  }

  /** How metrics name a set. */
  record Named(Variant variant, String metric) implements Serializable {
    String step() {
      return metric.equals(DROPPED) ? "Dropped" : "Kept " + variant;
    }
  }

  private static final class ToSide extends DoFn<Interaction, KV<Integer, History>> {
    private final int side;

    ToSide(int side) {
      this.side = side;
    }

    @ProcessElement
    public void process(@Element Interaction synthetic, OutputReceiver<KV<Integer, History>> out) {
      // Neither when nor how much matters here.
      Event event = new Event(synthetic.getItemId(), 0, 1);
      out.output(KV.of(side, new History(synthetic.getUserId(), List.of(event))));
    }
  }

  private static final class LookUp
      extends DoFn<KV<Integer, Iterable<List<KV<Integer, History>>>>, Bootstrap> {
    private final int sets;
    private final long seed;

    LookUp(int sets, long seed) {
      this.sets = sets;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<KV<Integer, History>>>> shard,
        OutputReceiver<Bootstrap> out) {
      Map<String, History> train = new HashMap<>();
      Map<String, List<History>> holdout = new HashMap<>();
      List<Map<String, Set<String>>> written = new ArrayList<>();
      for (int set = 0; set < sets; set++) {
        written.add(new HashMap<>());
      }
      for (List<KV<Integer, History>> pack : shard.getValue()) {
        for (KV<Integer, History> side : pack) {
          History history = side.getValue();
          String user = history.userId();
          switch (side.getKey()) {
            case TRAIN -> train.put(user, history);
            case HOLDOUT -> holdout.computeIfAbsent(user, id -> new ArrayList<>(1)).add(history);
            default ->
                written
                    .get(side.getKey() - FIRST_SET)
                    .computeIfAbsent(user, id -> new HashSet<>())
                    .addAll(history.items());
          }
        }
      }
      Bootstrap counts = nobody(sets);
      holdout.forEach(
          (user, later) -> {
            History before = train.get(user);
            if (before != null) {
              add(before, UserMeasures.relevant(before, later), written, counts);
            }
          });
      out.output(counts);
    }

    /** Sums of whole numbers are exact, so users may come in any order. */
    private void add(
        History train,
        Set<String> relevant,
        List<Map<String, Set<String>>> written,
        Bootstrap counts) {
      if (relevant.isEmpty()) {
        return;
      }
      double[] values = new double[2 * sets];
      Set<String> had = train.items();
      for (int set = 0; set < sets; set++) {
        Set<String> items = written.get(set).getOrDefault(train.userId(), new HashSet<>());
        items.removeAll(had);
        values[2 * set + 1] = items.size();
        items.retainAll(relevant);
        values[2 * set] = items.size();
      }
      // Drawing takes longer than all of this: not for a user who has nothing to count.
      if (DoubleStream.of(values).sum() > 0) {
        counts.add(
            StableHash.of(seed, train.userId()), values, new int[2 * sets], new boolean[] {true});
      }
    }
  }

  private static final class AddUp extends Combine.BinaryCombineFn<Bootstrap> {
    private final int sets;

    AddUp(int sets) {
      this.sets = sets;
    }

    @Override
    public Bootstrap identity() {
      return nobody(sets);
    }

    @Override
    public Bootstrap apply(Bootstrap left, Bootstrap right) {
      Bootstrap sum = nobody(sets);
      sum.add(left);
      sum.add(right);
      return sum;
    }
  }

  private static final class Share extends DoFn<Bootstrap, Metric> {
    private final List<Named> names;
    private final String similarity;
    private final String runId;

    Share(List<Named> names, String similarity, String runId) {
      this.names = names;
      this.similarity = similarity;
      this.runId = runId;
    }

    @ProcessElement
    public void process(@Element Bootstrap counts, OutputReceiver<Metric> out) {
      for (int set = 0; set < names.size(); set++) {
        long all = Math.round(counts.sum(2 * set + 1));
        if (all > 0) {
          Bootstrap.Estimate share = counts.ratio(2 * set, 2 * set + 1);
          boolean told = share.low() < share.high();
          out.output(
              new Metric(
                  runId,
                  names.get(set).variant(),
                  similarity,
                  names.get(set).metric(),
                  null,
                  Slice.ALL,
                  share.value(),
                  told ? Double.valueOf(share.low()) : null,
                  told ? Double.valueOf(share.high()) : null,
                  all));
        }
      }
    }
  }
}
