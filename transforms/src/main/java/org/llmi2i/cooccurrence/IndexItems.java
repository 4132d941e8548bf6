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
import org.apache.beam.sdk.util.VarInt;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;

/** Counts every item of a log and numbers them. */
final class IndexItems extends Combine.CombineFn<History, IndexItems.Counts, ItemIndex> {
  private final Baskets baskets;

  IndexItems(Baskets baskets) {
    this.baskets = baskets;
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
  }

  @Override
  public Counts createAccumulator() {
    return new Counts(0);
  }

  @Override
  public Counts addInput(Counts counts, History history) {
    counts.histories++;
    List<ItemSums> items = counts.basket;
    items.clear();
    for (Event event : history.events()) {
      ItemSums item = counts.of(event.itemId());
      if (item.mark(counts.histories, event.weight())) {
        items.add(item);
      }
    }
    if (baskets.accept(items.size())) {
      if (baskets.exceeds(items.size())) {
        items = baskets.draw(history.userId(), history.items()).stream().map(counts::of).toList();
      }
      counts.users++;
      counts.sizes.add(items.size(), 1);
      items.forEach(ItemSums::countMarked);
    }
    return counts;
  }

  /** Adds to the first of them: most items are in each, and need no place then. */
  @Override
  public Counts mergeAccumulators(Iterable<Counts> parts) {
    Iterator<Counts> left = parts.iterator();
    Counts sum = left.hasNext() ? left.next() : createAccumulator();
    while (left.hasNext()) {
      Counts part = left.next();
      sum.users += part.users;
      sum.sizes.add(part.sizes);
      part.items.forEach((item, sums) -> sum.of(item).add(sums));
    }
    return sum;
  }

  @Override
  public ItemIndex extractOutput(Counts counts) {
    String[] ids = counts.items.keySet().toArray(String[]::new);
    Arrays.sort(ids);
    double[] lengths = new double[ids.length];
    double[] norms = new double[ids.length];
    for (int item = 0; item < ids.length; item++) {
      ItemSums sums = counts.items.get(ids[item]);
      lengths[item] = sums.weights().toDouble();
      norms[item] = sums.squares().toDouble();
    }
    return new ItemIndex(ids, lengths, norms, counts.users, counts.sizes);
  }

  @Override
  public Coder<Counts> getAccumulatorCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return new CountsCoder();
  }

  @Override
  public Coder<ItemIndex> getDefaultOutputCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return ItemIndexCoder.of();
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
