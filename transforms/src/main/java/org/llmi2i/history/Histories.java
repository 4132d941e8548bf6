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
  /** Events that a bundle holds before it hands them on. */
  private static final int BUFFERED_EVENTS = 200_000;

  private Histories() {}

  /** Collects histories, in 32 shards, with seed 0. */
  public static Collect collect() {
    return new AutoValue_Histories_Collect(0L, 32);
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
     * Groups the users into this many shards, at least 1, default 32. Take about one for every 10
     * million interactions where that is more.
     */
    public Collect withShards(int shards) {
      return new AutoValue_Histories_Collect(seed(), shards);
    }

    @Override
    public PCollection<History> expand(PCollection<Interaction> interactions) {
      return interactions
          .apply("Gather", ParDo.of(new Gather()))
          .setCoder(HistoryCoder.of())
          .apply("ByUser", Shards.<History>by(History::userId).withCount(shards()))
          .apply("Order", ParDo.of(new Order(seed())))
          .setCoder(HistoryCoder.of());
    }
  }

  /** Gathers what a bundle knows of each user, so that fewer and larger records travel. */
  private static final class Gather extends DoFn<Interaction, History> {
    private transient Map<String, List<Event>> byUser;
    private transient int buffered;

    @StartBundle
    public void startBundle() {
      byUser = new HashMap<>();
      buffered = 0;
    }

    @ProcessElement
    public void process(@Element Interaction interaction, OutputReceiver<History> out) {
      byUser
          .computeIfAbsent(interaction.getUserId(), user -> new ArrayList<>())
          .add(
              new Event(
                  interaction.getItemId(),
                  micros(interaction.getEventTime()),
                  interaction.getWeight()));
      if (++buffered == BUFFERED_EVENTS) {
        byUser.forEach((user, events) -> out.output(new History(user, events)));
        startBundle();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      byUser.forEach(
          (user, events) ->
              context.output(new History(user, events), Instant.EPOCH, GlobalWindow.INSTANCE));
      byUser = null;
    }

    private static long micros(java.time.Instant time) {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000L);
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
