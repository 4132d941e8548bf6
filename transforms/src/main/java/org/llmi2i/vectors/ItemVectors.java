package org.llmi2i.vectors;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.progress.StageClock;
import org.llmi2i.shards.Shards;

/**
 * Item-to-item tables from a model that learns a vector for every item: an item's neighbors are
 * those whose vectors are nearest to its own.
 *
 * <pre>{@code
 * PCollection<NeighborRow> table =
 *     interactions.apply(Histories.collect()).apply(ItemVectors.bpr().withK(50));
 * }</pre>
 *
 * <p>Out: a row for each item that some user has beside another; a neighbor's score is the cosine
 * of the vectors, above 0 and at most 1, its support the number of users of both, which may be 0.
 * An interaction counts in training with its weight, a user's repeated ones once, with the greatest
 * weight. Of equal scores the smaller item id comes first.
 *
 * <p>One worker trains, in one thread, on all histories, and one training runs at a time in a JVM.
 * So the table is the same for any order of input, parallelism and runner, to the last bit on one
 * kind of processor: others may round sums differently. Memory, with 64 dimensions: about 40 bytes
 * an item of a user on the heap and 2 KB a user and an item outside of it, so some 10 million
 * interactions and a million users and items together. Time grows with the interactions, with users
 * and items for each batch, and with the square of the items for the neighbors.
 *
 * <p>PyTorch trains, by DJL: the class path needs {@code ai.djl.pytorch:pytorch-native-cpu} for the
 * system, such as of the classifier {@code linux-x86_64}, and nothing is downloaded. Without it the
 * transform fails with an {@link IllegalStateException} that says so. Works in the global window.
 */
@AutoValue
public abstract class ItemVectors
    extends PTransform<PCollection<History>, PCollection<NeighborRow>> {
  abstract Model model();

  abstract int k();

  abstract int dimensions();

  abstract int epochs();

  abstract long seed();

  enum Model {
    BPR,
    TWO_TOWER
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setModel(Model model);

    abstract Builder setK(int k);

    abstract Builder setDimensions(int dimensions);

    abstract Builder setEpochs(int epochs);

    abstract Builder setSeed(long seed);

    abstract ItemVectors build();
  }

  /**
   * Vectors of a matrix factorisation by Bayesian personalised ranking (Rendle et al., UAI 2009).
   */
  public static ItemVectors bpr() {
    return of(Model.BPR, 16);
  }

  /**
   * Vectors of a two-tower network that foretells an item of a user from others (Covington et al.,
   * RecSys 2016; Yi et al., RecSys 2019).
   */
  public static ItemVectors twoTower() {
    return of(Model.TWO_TOWER, 4);
  }

  private static ItemVectors of(Model model, int epochs) {
    return new AutoValue_ItemVectors.Builder()
        .setModel(model)
        .setK(50)
        .setDimensions(64)
        .setEpochs(epochs)
        .setSeed(0)
        .build();
  }

  /** Keeps this many neighbors an item, at least 1; default 50. */
  public ItemVectors withK(int k) {
    return toBuilder().setK(atLeastOne("k", k)).build();
  }

  /**
   * How many numbers a vector has, at least 1; default 64. More suit large catalogues, and take
   * time and memory in proportion.
   */
  public ItemVectors withDimensions(int dimensions) {
    return toBuilder().setDimensions(atLeastOne("dimensions", dimensions)).build();
  }

  /**
   * How often training goes through the log, at least 1; default 16 for BPR and 4 for the two
   * towers. Fewer suit logs far above a million interactions; too many learn small logs by heart.
   */
  public ItemVectors withEpochs(int epochs) {
    return toBuilder().setEpochs(atLeastOne("epochs", epochs)).build();
  }

  /** Seeds what training begins with and the order of its examples; any number, default 0. */
  public ItemVectors withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
    }
    return value;
  }

  @Override
  public PCollection<NeighborRow> expand(PCollection<History> histories) {
    return histories
        .apply("Gather", Shards.<History>by(History::userId).withCount(1))
        .apply("Train", ParDo.of(new Train(this)))
        .setCoder(NeighborRowCoder.of());
  }

  private ItemModel newModel() {
    return switch (model()) {
      case BPR -> Bpr.of(dimensions(), epochs(), seed());
      case TWO_TOWER -> TwoTower.of(dimensions(), epochs(), seed());
    };
  }

  private static final class Train extends DoFn<KV<Integer, Iterable<List<History>>>, NeighborRow> {
    private final StageClock clock = StageClock.of("ItemVectors");
    private final ItemVectors table;

    Train(ItemVectors table) {
      this.table = table;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<History>>> all, OutputReceiver<NeighborRow> out) {
      clock.tick(0);
      TrainingLog log = TrainingLog.of(all.getValue());
      if (log.users() == 0) {
        return;
      }
      float[][] vectors = table.newModel().train(log, loss -> clock.tick(0));
      VectorTable.rows(
          log,
          vectors,
          table.k(),
          row -> {
            out.output(row);
            clock.tick(1);
          });
    }
  }
}
