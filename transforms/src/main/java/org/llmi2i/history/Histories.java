package org.llmi2i.history;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.shards.Shards;

/**
 * Collects the interactions of every user into a {@link History}.
 *
 * <pre>{@code
 * PCollection<NeighborRow> table =
 *     interactions.apply(Histories.collect()).apply(CoOccurrence.swing().withK(50));
 * }</pre>
 *
 * <p>A shard of users is held in memory, about 100 bytes an interaction: see {@link
 * Collect#withShards}.
 */
public final class Histories {
  private static final int SHARDS = 32;

  private Histories() {}

  /** Collects histories, in 32 shards, with seed 0. */
  public static Collect collect() {
    return new AutoValue_Histories_Collect(0L, SHARDS);
  }

  /**
   * Joins what {@link HistoryParts} gathered, in 32 shards: where the interactions are read, so
   * that none of them travels alone.
   *
   * @param seed of the order of events of one moment
   */
  public static PTransform<PCollection<History>, PCollection<History>> join(long seed) {
    return new Join(seed);
  }

  /** See {@link Histories}. */
  @AutoValue
  public abstract static class Collect
      extends PTransform<PCollection<Interaction>, PCollection<History>> {
    abstract long seed();

    abstract int shards();

    /** Seeds the order of events of one moment; any number, default 0. */
    public Collect withSeed(long seed) {
      return new AutoValue_Histories_Collect(seed, shards());
    }

    /**
     * Groups the users into this many shards, 1 to 1,048,576, default 32. Take about one for every
     * 10 million interactions where that is more.
     */
    public Collect withShards(int shards) {
      return new AutoValue_Histories_Collect(seed(), shards);
    }

    @Override
    public PCollection<History> expand(PCollection<Interaction> interactions) {
      return join(
          interactions.apply("Gather", ParDo.of(new Gather())).setCoder(HistoryCoder.of()),
          seed(),
          shards());
    }
  }

  /** See {@link #join}. */
  private static final class Join extends PTransform<PCollection<History>, PCollection<History>> {
    private final long seed;

    Join(long seed) {
      this.seed = seed;
    }

    @Override
    public PCollection<History> expand(PCollection<History> parts) {
      return Histories.join(parts, seed, SHARDS);
    }
  }

  private static PCollection<History> join(PCollection<History> parts, long seed, int shards) {
    return parts
        .apply("ByUser", Shards.<History>by(History::userId).withCount(shards))
        .apply("Order", ParDo.of(new Order(seed)))
        .setCoder(HistoryCoder.of());
  }

  /** Gathers what a bundle knows of each user, so that fewer and larger records travel. */
  private static final class Gather extends DoFn<Interaction, History> {
    private transient HistoryParts parts;

    @StartBundle
    public void startBundle() {
      parts = new HistoryParts();
    }

    @ProcessElement
    public void process(@Element Interaction interaction, OutputReceiver<History> out) {
      parts.add(interaction, out::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      parts.finish(part -> context.output(part, Instant.EPOCH, GlobalWindow.INSTANCE));
      parts = null;
    }
  }

  private static final class Order extends DoFn<KV<Integer, Iterable<List<History>>>, History> {
    private final StageClock clock = StageClock.of("Histories");
    private final Counter users = Metrics.counter("Histories", "users");
    private final long seed;

    Order(long seed) {
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<History>>> shard, OutputReceiver<History> out) {
      clock.tick(0);
      Map<String, List<Event>> byUser = new HashMap<>();
      for (List<History> pack : shard.getValue()) {
        for (History part : pack) {
          byUser.computeIfAbsent(part.userId(), user -> new ArrayList<>()).addAll(part.events());
        }
      }
      byUser.forEach((user, events) -> out.output(History.of(user, events, seed)));
      users.inc(byUser.size());
      clock.tick(byUser.size());
    }
  }
}
