package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.history.History;
import org.llmi2i.progress.StageClock;
import org.llmi2i.shards.CombineBundles;
import org.llmi2i.shards.EvenKeys;

/**
 * Item-to-item tables from who had what.
 *
 * <pre>{@code
 * PCollection<NeighborRow> table =
 *     interactions
 *         .apply(Histories.collect())
 *         .apply(CoOccurrence.swing().withK(50));
 * }</pre>
 *
 * <p>No record is made for a pair of items. The items are cut into blocks, runs of ids; every
 * history is sent, packed with many others, to the blocks that its items fall in; in its block, an
 * item's whole row is computed at once, on primitive arrays. The table is the same, to the last
 * bit, for any number of blocks, order of input and runner.
 *
 * <p>An item of more than 100,000 users and 2 % of all, at most 64 such, is no worker's alone: each
 * worker makes a part of its row from the users that it meets, and the parts are added. That is so
 * for every similarity but swing, which goes through a thousand of an item's users whatever their
 * number; there a block takes 8 bytes for each item of each user of its most popular item.
 *
 * <p>Memory: a worker holds one block a thread, about {@link Table#withBlockMemory}, and an index
 * of all items, about 100 bytes an item, and its id twice; for hot items 64 MiB and 20 bytes an
 * item more. Works in the global window.
 */
public final class CoOccurrence {

  private CoOccurrence() {}

  /** A table of swing, with its defaults. */
  public static Table swing() {
    return of(Swing.create());
  }

  /** A table of the cosine, without shrinkage. */
  public static Table cosine() {
    return of(Cosine.create());
  }

  /** A table of this similarity. */
  public static Table of(Similarity similarity) {
    return new AutoValue_CoOccurrence_Table.Builder()
        .setSimilarity(similarity)
        .setK(50)
        .setMinSupport(1)
        .setMinUserBehavior(1)
        .setMaxUserBehavior(1000)
        .setOnExcess(OnExcess.SAMPLE)
        .setSeed(0)
        .setBlockMemory(256L << 20)
        .setBackwardWeight(1)
        .setHotUsers(100_000)
        .build();
  }

  /** What to do with a user of more than {@link Table#withMaxUserBehavior} items. */
  public enum OnExcess {
    /** Keep a seeded draw of their items. */
    SAMPLE,
    /** Leave the user out, as Flink ML's and Alink's Swing do. */
    DROP
  }

  /** See {@link CoOccurrence}. */
  @AutoValue
  public abstract static class Table
      extends PTransform<PCollection<History>, PCollection<NeighborRow>> {
    abstract Similarity similarity();

    abstract int k();

    abstract int minSupport();

    abstract int minUserBehavior();

    abstract int maxUserBehavior();

    abstract OnExcess onExcess();

    abstract long seed();

    abstract long blockMemory();

    abstract double backwardWeight();

    abstract long hotUsers();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder setSimilarity(Similarity similarity);

      abstract Builder setK(int k);

      abstract Builder setMinSupport(int minSupport);

      abstract Builder setMinUserBehavior(int minUserBehavior);

      abstract Builder setMaxUserBehavior(int maxUserBehavior);

      abstract Builder setOnExcess(OnExcess onExcess);

      abstract Builder setSeed(long seed);

      abstract Builder setBlockMemory(long bytes);

      abstract Builder setBackwardWeight(double weight);

      abstract Builder setHotUsers(long users);

      abstract Table build();
    }

    /** Keeps this many neighbors an item, at least 1; default 50. */
    public Table withK(int k) {
      return toBuilder().setK(atLeast("k", 1, k)).build();
    }

    /**
     * Leaves out neighbors with fewer users of both items, at least 1; default 1. 2 or 3 takes
     * chance pairs out of a large log, and with them most neighbors of tail items.
     */
    public Table withMinSupport(int minSupport) {
      return toBuilder().setMinSupport(atLeast("minSupport", 1, minSupport)).build();
    }

    /** Leaves out users of fewer distinct items, at least 1; default 1. */
    public Table withMinUserBehavior(int minUserBehavior) {
      return toBuilder().setMinUserBehavior(atLeast("minUserBehavior", 1, minUserBehavior)).build();
    }

    /**
     * Bounds a user's distinct items, at least 1; default 1,000. A user of very many items is
     * mostly a reseller or a bot, and costs time quadratic in them.
     */
    public Table withMaxUserBehavior(int maxUserBehavior) {
      return toBuilder().setMaxUserBehavior(atLeast("maxUserBehavior", 1, maxUserBehavior)).build();
    }

    /** What becomes of users above the bound; default {@link OnExcess#SAMPLE}. */
    public Table withOnExcess(OnExcess onExcess) {
      return toBuilder().setOnExcess(onExcess).build();
    }

    /** Seeds the draw of a user's items; any number, default 0. */
    public Table withSeed(long seed) {
      return toBuilder().setSeed(seed).build();
    }

    /**
     * Bounds a block, in bytes, at least 1 MiB; default 256 MiB. The number of blocks follows from
     * it and from the data. Take less where workers are small: more blocks mean more copies of each
     * history on the wire, up to one for each of its items.
     */
    public Table withBlockMemory(long bytes) {
      if (bytes < 1 << 20) {
        throw new IllegalArgumentException("blockMemory: must be at least 1 MiB, got " + bytes);
      }
      return toBuilder().setBlockMemory(bytes).build();
    }

    /**
     * What a neighbor counts that the user met before the item, 0 to 1; default 1, where order does
     * not matter. 0.7 suits shops where what comes later completes what came before. Of items met
     * at one moment neither is before the other.
     */
    public Table withBackwardWeight(double weight) {
      if (!(weight >= 0 && weight <= 1)) {
        throw new IllegalArgumentException("backwardWeight: must be from 0 to 1, got " + weight);
      }
      return toBuilder().setBackwardWeight(weight).build();
    }

    /** For tests, whose logs are small: how many users a hot item has at least. */
    Table withHotUsers(long users) {
      return toBuilder().setHotUsers(users).build();
    }

    private static int atLeast(String name, int min, int value) {
      if (value < min) {
        throw new IllegalArgumentException(name + ": must be at least " + min + ", got " + value);
      }
      return value;
    }

    @Override
    public PCollection<NeighborRow> expand(PCollection<History> histories) {
      if (minUserBehavior() > maxUserBehavior()) {
        throw new IllegalArgumentException(
            "minUserBehavior: must be at most maxUserBehavior = "
                + maxUserBehavior()
                + ", got "
                + minUserBehavior());
      }
      Baskets baskets = new Baskets(minUserBehavior(), maxUserBehavior(), onExcess(), seed());
      PCollectionView<ItemIndex> index = index(histories, baskets);
      return histories
          .apply("Route", ParDo.of(new Route(this, baskets, index)).withSideInputs(index))
          .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
          .apply("Group", GroupByKey.create())
          .apply("Rows", ParDo.of(new Compute(this, index)).withSideInputs(index))
          .setCoder(NeighborRowCoder.of());
    }

    private PCollectionView<ItemIndex> index(PCollection<History> histories, Baskets baskets) {
      PCollectionView<ItemIndex> index =
          histories.apply("Index", CombineBundles.with(new IndexItems(baskets)));
      Similarity.Weighting weighting = similarity().weighting();
      if (weighting == null) {
        return index;
      }
      return histories
          .apply(
              "Norms",
              Combine.globally(new SumNorms(weighting, baskets, index))
                  .withSideInputs(index)
                  // Of no history there are no norms, and nothing asks for them.
                  .withoutDefaults())
          .apply("Weighed index", View.asSingleton());
    }

    /**
     * The items whose rows are put together from parts: none where a row is more than the sum of
     * its users' parts.
     */
    HotItems hot(ItemIndex index) {
      HotItems hot = HotItems.of(index, hotUsers());
      return hot.count() == 0 || isAdditive(index) ? hot : HotItems.none();
    }

    private boolean isAdditive(ItemIndex index) {
      Block empty = HotRows.builder(index, 0, similarity(), backwardWeight()).build();
      return similarity().on(empty).isAdditive();
    }

    /** Whether the order of a history matters. */
    boolean isDirected() {
      return backwardWeight() != 1;
    }
  }

  /** Sends every basket to the blocks of its items: see {@link Router}. */
  private static final class Route extends DoFn<History, KV<Integer, byte[]>> {
    private final Table table;
    private final Baskets baskets;
    private final PCollectionView<ItemIndex> indexView;
    private transient @Nullable Router router;

    Route(Table table, Baskets baskets, PCollectionView<ItemIndex> indexView) {
      this.table = table;
      this.baskets = baskets;
      this.indexView = indexView;
    }

    @StartBundle
    public void startBundle() {
      router = null;
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<KV<Integer, byte[]>> out) {
      if (router == null) {
        router = new Router(table, baskets, context.sideInput(indexView));
      }
      router.add(history, (key, record) -> out.output(KV.of(EvenKeys.key(key), record)));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (router != null) {
        router.flush(
            (key, record) ->
                context.output(
                    KV.of(EvenKeys.key(key), record), Instant.EPOCH, GlobalWindow.INSTANCE));
        router = null;
      }
    }
  }

  private static final class Compute extends DoFn<KV<Integer, Iterable<byte[]>>, NeighborRow> {
    private final StageClock clock = StageClock.of("CoOccurrence");
    private final Table table;
    private final PCollectionView<ItemIndex> indexView;

    Compute(Table table, PCollectionView<ItemIndex> indexView) {
      this.table = table;
      this.indexView = indexView;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<byte[]>> packs,
        ProcessContext context,
        OutputReceiver<NeighborRow> out) {
      clock.tick(0);
      ItemIndex index = context.sideInput(indexView);
      HotItems hot = table.hot(index);
      int blocks = index.sizes().blocks(table.blockMemory());
      long[] rows = {0};
      Consumer<NeighborRow> counted =
          row -> {
            rows[0]++;
            out.output(row);
          };
      int number = EvenKeys.number(packs.getKey());
      if (number < blocks) {
        compute(packs.getValue(), index, index.ranges(blocks).range(number), hot, counted);
      } else {
        computeHot(packs.getValue(), index, hot.item(number - blocks), counted);
      }
      clock.tick(rows[0]);
    }

    private void compute(
        Iterable<byte[]> packs,
        ItemIndex index,
        ItemRanges.Range own,
        HotItems hot,
        Consumer<NeighborRow> out) {
      Block.Builder builder =
          new Block.Builder(index, own, table.similarity().weighting(), table.backwardWeight());
      for (byte[] pack : packs) {
        BasketPack.read(pack, builder);
      }
      rows().compute(builder.build(), hot, out);
    }

    private void computeHot(
        Iterable<byte[]> parts, ItemIndex index, int item, Consumer<NeighborRow> out) {
      ExactRow row = new ExactRow(index.itemCount());
      for (byte[] part : parts) {
        row.add(part);
      }
      Block empty =
          HotRows.builder(index, item, table.similarity(), table.backwardWeight()).build();
      rows().computeHot(item, empty, row, out);
    }

    private BlockTable rows() {
      return new BlockTable(table.similarity(), table.k(), table.minSupport());
    }
  }
}
