package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.shards.StableHash;

/**
 * The controls that a refinement must beat: the same synthetic interactions, from users who were
 * drawn without looking at the item.
 *
 * <p>Items, weights and number stay; each user is replaced by one drawn from the log, from all
 * users or from the {@link #withMostActive most active}. A user who is drawn for an item that they
 * have, or twice, adds nothing, as anywhere. Memory of a worker: 100,000 user ids at most.
 */
@AutoValue
public abstract class RandomControl
    extends PTransform<PCollection<Interaction>, PCollection<Interaction>> {
  /** Users to draw from: more would tell no more, and must fit a worker. */
  private static final int POOL = 100_000;

  abstract PCollection<History> histories();

  abstract long seed();

  abstract double mostActive();

  /**
   * Draws from the users of these histories.
   *
   * @param seed any number; the draw depends on it alone, not on the order of arrival
   */
  public static RandomControl of(PCollection<History> histories, long seed) {
    return new AutoValue_RandomControl(histories, seed, 1);
  }

  /**
   * Draws only from this share of the users, those of the most distinct items: above 0, to 1;
   * default 1. Of a large log they are at most 100,000.
   */
  public RandomControl withMostActive(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("mostActive: must be above 0 and at most 1, got " + share);
    }
    return new AutoValue_RandomControl(histories(), seed(), share);
  }

  @Override
  public PCollection<Interaction> expand(PCollection<Interaction> synthetic) {
    PCollectionView<List<KV<String, Integer>>> pool =
        histories()
            .apply("Users", ParDo.of(new ToUser(mostActive() < 1)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
            .apply("Draw pool", Top.of(POOL, new ByActivity(seed())))
            .apply("Pool", View.asSingleton());
    PCollectionView<Long> users =
        histories().apply("How many", Count.<History>globally()).apply("Count", View.asSingleton());
    return synthetic.apply(
        "Replace users",
        ParDo.of(new Replace(pool, users, mostActive(), seed())).withSideInputs(pool, users));
  }

  private static final class ToUser extends DoFn<History, KV<String, Integer>> {
    private final boolean byActivity;

    ToUser(boolean byActivity) {
      this.byActivity = byActivity;
    }

    @ProcessElement
    public void process(@Element History history, OutputReceiver<KV<String, Integer>> out) {
      out.output(KV.of(history.userId(), byActivity ? history.items().size() : 0));
    }
  }

  /** The most active users are the largest; among equals the hash decides. */
  private record ByActivity(long seed) implements Comparator<KV<String, Integer>>, Serializable {
    @Override
    public int compare(KV<String, Integer> a, KV<String, Integer> b) {
      int byItems = Integer.compare(a.getValue(), b.getValue());
      if (byItems != 0) {
        return byItems;
      }
      int byHash = Long.compare(StableHash.of(seed, a.getKey()), StableHash.of(seed, b.getKey()));
      return byHash != 0 ? byHash : a.getKey().compareTo(b.getKey());
    }
  }

  private static final class Replace extends DoFn<Interaction, Interaction> {
    private final PCollectionView<List<KV<String, Integer>>> pool;
    private final PCollectionView<Long> users;
    private final double share;
    private final long seed;

    Replace(
        PCollectionView<List<KV<String, Integer>>> pool,
        PCollectionView<Long> users,
        double share,
        long seed) {
      this.pool = pool;
      this.users = users;
      this.share = share;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element Interaction synthetic, ProcessContext context, OutputReceiver<Interaction> out) {
      List<KV<String, Integer>> drawnFrom = context.sideInput(pool);
      long most = Math.max(1, (long) Math.ceil(share * context.sideInput(users)));
      long hash = StableHash.of(~seed, synthetic.getItemId(), synthetic.getUserId());
      int place = (int) Long.remainderUnsigned(hash, Math.min(most, drawnFrom.size()));
      out.output(
          Interaction.newBuilder(synthetic).setUserId(drawnFrom.get(place).getKey()).build());
    }
  }
}
