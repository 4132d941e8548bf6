package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** Counts every item of a log and numbers them. */
final class IndexItems extends PTransform<PCollection<History>, PCollectionView<ItemIndex>> {
  private final Baskets baskets;

  IndexItems(Baskets baskets) {
    this.baskets = baskets;
  }

  @Override
  public PCollectionView<ItemIndex> expand(PCollection<History> histories) {
    return histories
        .apply("Count", ParDo.of(new CountBundle(baskets)))
        .setCoder(new CountsCoder())
        .apply("Add up", Combine.globally(new AddUp()).asSingletonView());
  }

  /**
   * Counts a bundle as a whole. A combiner could take histories too, but runners buffer what goes
   * into one, and begin an accumulator of all items for every buffer.
   */
  private static final class CountBundle extends DoFn<History, Counts> {
    private final Baskets baskets;
    private transient @Nullable Counts counts;

    CountBundle(Baskets baskets) {
      this.baskets = baskets;
    }

    @StartBundle
    public void startBundle() {
      counts = new Counts(0);
    }

    @ProcessElement
    public void process(@Element History history) {
      counts.add(history, baskets);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(counts, Instant.EPOCH, GlobalWindow.INSTANCE);
      counts = null;
    }
  }

  /** What a part of the histories says. */
  static final class Counts {
    private final Map<String, ItemSums> items;
    private final BasketSizes sizes = new BasketSizes();
    private long users;

    /** Histories read, for their marks. */
    private long histories;

    /** The items of the history that is read. */
    private final List<ItemSums> basket = new ArrayList<>();

    /** Nothing yet, with room for so many items. */
    Counts(int items) {
      this.items = new HashMap<>(items + items / 2);
    }

    private ItemSums of(String itemId) {
      ItemSums known = items.get(itemId);
      if (known == null) {
        known = ItemSums.none();
        items.put(itemId, known);
      }
      return known;
    }

    void add(History history, Baskets baskets) {
      histories++;
      List<ItemSums> counted = basket;
      counted.clear();
      for (Event event : history.events()) {
        ItemSums item = of(event.itemId());
        if (item.mark(histories, event.weight())) {
          counted.add(item);
        }
      }
      if (baskets.accept(counted.size())) {
        if (baskets.exceeds(counted.size())) {
          counted = baskets.draw(history.userId(), history.items()).stream().map(this::of).toList();
        }
        users++;
        sizes.add(counted.size(), 1);
        counted.forEach(ItemSums::countMarked);
      }
    }

    void add(Counts part) {
      users += part.users;
      sizes.add(part.sizes);
      part.items.forEach((item, sums) -> of(item).add(sums));
    }

    ItemIndex index() {
      String[] ids = items.keySet().toArray(String[]::new);
      Arrays.sort(ids);
      double[] lengths = new double[ids.length];
      double[] norms = new double[ids.length];
      for (int item = 0; item < ids.length; item++) {
        ItemSums sums = items.get(ids[item]);
        lengths[item] = sums.weights().toDouble();
        norms[item] = sums.squares().toDouble();
      }
      return new ItemIndex(ids, lengths, norms, users, sizes);
    }
  }

  /** Adds counts up. */
  private static final class AddUp extends Combine.CombineFn<Counts, Counts, ItemIndex> {
    @Override
    public Counts createAccumulator() {
      return new Counts(0);
    }

    @Override
    public Counts addInput(Counts sum, Counts part) {
      sum.add(part);
      return sum;
    }

    /** Adds to the first of them: most items are in each, and need no place then. */
    @Override
    public Counts mergeAccumulators(Iterable<Counts> parts) {
      Iterator<Counts> left = parts.iterator();
      Counts sum = left.hasNext() ? left.next() : createAccumulator();
      left.forEachRemaining(sum::add);
      return sum;
    }

    @Override
    public ItemIndex extractOutput(Counts counts) {
      return counts.index();
    }

    @Override
    public Coder<Counts> getAccumulatorCoder(CoderRegistry registry, Coder<Counts> inputCoder) {
      return inputCoder;
    }

    @Override
    public Coder<ItemIndex> getDefaultOutputCoder(
        CoderRegistry registry, Coder<Counts> inputCoder) {
      return ItemIndexCoder.of();
    }
  }

  private static final class CountsCoder extends AtomicCoder<Counts> {
    private static final int PIECE_BYTES = 1 << 17;

    @Override
    public void encode(Counts counts, OutputStream out) throws IOException {
      VarInt.encode(counts.users, out);
      counts.sizes.encode(out);
      VarInt.encode(counts.items.size(), out);
      ByteWriter bytes = new ByteWriter(2 * PIECE_BYTES);
      for (Map.Entry<String, ItemSums> item : counts.items.entrySet()) {
        bytes.putText(item.getKey());
        encode(item.getValue().weights(), bytes);
        encode(item.getValue().squares(), bytes);
        if (bytes.size() >= PIECE_BYTES) {
          bytes.writePiece(out);
        }
      }
      if (bytes.size() > 0) {
        bytes.writePiece(out);
      }
    }

    private static void encode(ExactSum sum, ByteWriter bytes) {
      bytes.putLong(sum.whole());
      bytes.putLong(sum.fraction());
    }

    private static ExactSum decode(ByteReader bytes) {
      return new ExactSum(bytes.getLong(), bytes.getLong());
    }

    @Override
    public Counts decode(InputStream in) throws IOException {
      long users = VarInt.decodeLong(in);
      BasketSizes sizes = BasketSizes.decode(in);
      int items = VarInt.decodeInt(in);
      Counts counts = new Counts(items);
      counts.users = users;
      counts.sizes.add(sizes);
      while (counts.items.size() < items) {
        ByteReader bytes = ByteReader.readPiece(in);
        while (bytes.hasMore()) {
          counts.items.put(bytes.getText(), new ItemSums(decode(bytes), decode(bytes)));
        }
      }
      return counts;
    }
  }
}
