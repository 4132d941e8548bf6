package org.llmi2i.cooccurrence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
    private final Map<String, ItemSums> items = new HashMap<>();
    private final BasketSizes sizes = new BasketSizes();
    private long users;

    /** Histories read, for their marks. */
    private long histories;
  }

  @Override
  public Counts createAccumulator() {
    return new Counts();
  }

  @Override
  public Counts addInput(Counts counts, History history) {
    counts.histories++;
    List<String> ids = new ArrayList<>(history.events().size());
    List<ItemSums> items = new ArrayList<>(history.events().size());
    for (Event event : history.events()) {
      ItemSums item = counts.items.computeIfAbsent(event.itemId(), id -> ItemSums.none());
      if (item.mark(counts.histories, event.weight())) {
        ids.add(event.itemId());
        items.add(item);
      }
    }
    if (baskets.accept(ids.size())) {
      if (baskets.exceeds(ids.size())) {
        items = baskets.draw(history.userId(), ids).stream().map(counts.items::get).toList();
      }
      counts.users++;
      counts.sizes.add(items.size(), 1);
      items.forEach(ItemSums::countMarked);
    }
    return counts;
  }

  @Override
  public Counts mergeAccumulators(Iterable<Counts> parts) {
    Counts sum = createAccumulator();
    for (Counts part : parts) {
      sum.users += part.users;
      sum.sizes.add(part.sizes);
      part.items.forEach(
          (item, sums) -> sum.items.computeIfAbsent(item, id -> ItemSums.none()).add(sums));
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
      Counts counts = new Counts();
      counts.users = VarInt.decodeLong(in);
      counts.sizes.add(BasketSizes.decode(in));
      int items = VarInt.decodeInt(in);
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
