package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.history.History;
import org.llmi2i.progress.StageClock;
import org.llmi2i.shards.StableHash;

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
 * <p>No record is made for a pair of items. The items are cut into blocks by a hash of their ids;
 * every history is sent, packed with many others, to the blocks that its items fall in; in its
 * block, an item's whole row is computed at once, on primitive arrays. The table is the same, to
 * the last bit, for any number of blocks, order of input and runner.
 *
 * <p>Memory: a worker holds one block a thread, about {@link Table#withBlockMemory}; for a
 * similarity with norms, all items' norms besides, about 100 bytes an item. Works in the global
 * window.
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
      PCollectionView<Integer> blocks =
          histories.apply(
              "Size", Combine.globally(new BlockCount(baskets, blockMemory())).asSingletonView());
      PCollection<KV<Integer, Iterable<byte[]>>> packs =
          histories
              .apply("Route", ParDo.of(new Route(baskets, blocks)).withSideInputs(blocks))
              .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
              .apply("Group", GroupByKey.create());
      BlockTable table = new BlockTable(similarity(), k(), minSupport());
      ParDo.SingleOutput<KV<Integer, Iterable<byte[]>>, NeighborRow> rows;
      if (similarity().usesNorms()) {
        PCollectionView<Map<String, Double>> norms =
            histories.apply("Norms", Combine.globally(new Norms(baskets)).asSingletonView());
        rows = ParDo.of(new Compute(table, blocks, norms)).withSideInputs(blocks, norms);
      } else {
        rows = ParDo.of(new Compute(table, blocks, null)).withSideInputs(blocks);
      }
      return packs.apply("Rows", rows).setCoder(NeighborRowCoder.of());
    }
  }

  /** Sends every basket, packed, to the blocks of its items. */
  private static final class Route extends DoFn<History, KV<Integer, byte[]>> {
    private static final int PACK_BYTES = 1 << 20;

    private final Baskets baskets;
    private final PCollectionView<Integer> blocksView;
    private transient Map<Integer, BasketPack> packs;

    Route(Baskets baskets, PCollectionView<Integer> blocksView) {
      this.baskets = baskets;
      this.blocksView = blocksView;
    }

    @StartBundle
    public void startBundle() {
      packs = new HashMap<>();
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<KV<Integer, byte[]>> out) {
      int blocks = context.sideInput(blocksView);
      baskets.of(history).ifPresent(basket -> route(basket, blocks, out));
    }

    private void route(Basket basket, int blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Set<Integer> touched = new HashSet<>();
      for (int at = 0; at < basket.size(); at++) {
        touched.add(StableHash.shard(basket.item(at), blocks));
      }
      for (int block : touched) {
        BasketPack pack = packs.computeIfAbsent(block, key -> new BasketPack());
        pack.add(basket);
        if (pack.size() >= PACK_BYTES) {
          out.output(KV.of(block, pack.toBytes()));
          packs.remove(block);
        }
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      packs.forEach(
          (block, pack) ->
              context.output(KV.of(block, pack.toBytes()), Instant.EPOCH, GlobalWindow.INSTANCE));
      packs = null;
    }
  }

  private static final class Compute extends DoFn<KV<Integer, Iterable<byte[]>>, NeighborRow> {
    private final StageClock clock = StageClock.of("CoOccurrence");
    private final BlockTable table;
    private final PCollectionView<Integer> blocksView;
    private final @Nullable PCollectionView<Map<String, Double>> normsView;

    Compute(
        BlockTable table,
        PCollectionView<Integer> blocksView,
        @Nullable PCollectionView<Map<String, Double>> normsView) {
      this.table = table;
      this.blocksView = blocksView;
      this.normsView = normsView;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<byte[]>> packs,
        ProcessContext context,
        OutputReceiver<NeighborRow> out) {
      clock.tick(0);
      Block.Builder builder = new Block.Builder();
      for (byte[] pack : packs.getValue()) {
        BasketPack.read(pack, builder);
      }
      Block block = builder.build();
      if (normsView != null) {
        Map<String, Double> norms = context.sideInput(normsView);
        for (int item = 0; item < block.itemCount(); item++) {
          block.setNorm(item, norms.get(block.itemId(item)));
        }
      }
      int blocks = context.sideInput(blocksView);
      int own = packs.getKey();
      long[] rows = {0};
      table.compute(
          block,
          item -> StableHash.shard(item, blocks) == own,
          row -> {
            rows[0]++;
            out.output(row);
          });
      clock.tick(rows[0]);
    }
  }
}
