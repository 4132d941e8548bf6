package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.shards.StableHash;

/**
 * The control that a refinement must beat: the same synthetic interactions, from random users.
 *
 * <p>Items, weights and number stay; each user is replaced by one drawn from the log. A user who is
 * drawn for an item that they have, or twice, adds nothing, as anywhere.
 */
@AutoValue
public abstract class RandomControl
    extends PTransform<PCollection<Interaction>, PCollection<Interaction>> {
  /** Users to draw from: more would tell no more, and must fit a worker. */
  private static final int POOL = 100_000;

  abstract PCollection<History> histories();

  abstract long seed();

  /**
   * Draws from the users of these histories.
   *
   * @param seed any number; the draw depends on it alone, not on the order of arrival
   */
  public static RandomControl of(PCollection<History> histories, long seed) {
    return new AutoValue_RandomControl(histories, seed);
  }

  @Override
  public PCollection<Interaction> expand(PCollection<Interaction> synthetic) {
    PCollectionView<List<String>> pool =
        histories()
            .apply(
                "Users",
                MapElements.into(TypeDescriptors.strings())
                    .via((SerializableFunction<History, String>) History::userId))
            .apply("Draw pool", Top.of(POOL, new ByHash(seed())))
            .apply("Pool", View.asSingleton());
    return synthetic.apply(
        "Replace users", ParDo.of(new Replace(pool, seed())).withSideInputs(pool));
  }

  private record ByHash(long seed) implements Comparator<String>, Serializable {
    @Override
    public int compare(String a, String b) {
      int byHash = Long.compare(StableHash.of(seed, a), StableHash.of(seed, b));
      return byHash != 0 ? byHash : a.compareTo(b);
    }
  }

  private static final class Replace extends DoFn<Interaction, Interaction> {
    private final PCollectionView<List<String>> pool;
    private final long seed;

    Replace(PCollectionView<List<String>> pool, long seed) {
      this.pool = pool;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element Interaction synthetic, ProcessContext context, OutputReceiver<Interaction> out) {
      List<String> users = context.sideInput(pool);
      long hash = StableHash.of(~seed, synthetic.getItemId(), synthetic.getUserId());
      out.output(
          Interaction.newBuilder(synthetic)
              .setUserId(users.get((int) Long.remainderUnsigned(hash, users.size())))
              .build());
    }
  }
}
