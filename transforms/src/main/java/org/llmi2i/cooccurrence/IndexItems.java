package org.llmi2i.cooccurrence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.util.VarInt;
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
    List<String> distinct = new ArrayList<>(history.events().size());
    for (Event event : history.events()) {
      ItemSums item = counts.items.computeIfAbsent(event.itemId(), id -> new ItemSums());
      if (item.mark(counts.histories, event.weight())) {
        distinct.add(event.itemId());
      }
    }
    if (baskets.accept(distinct.size())) {
      if (baskets.exceeds(distinct.size())) {
        Set<String> drawn = baskets.draw(history.userId(), distinct);
        distinct.retainAll(drawn);
      }
      counts.users++;
      counts.sizes.add(distinct.size(), 1);
      distinct.forEach(item -> counts.items.get(item).countMarked());
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
          (item, sums) -> sum.items.computeIfAbsent(item, id -> new ItemSums()).add(sums));
    }
    return sum;
  }

  @Override
  public ItemIndex extractOutput(Counts counts) {
    String[] ids = counts.items.keySet().stream().sorted().toArray(String[]::new);
    double[] norms = new double[ids.length];
    for (int item = 0; item < ids.length; item++) {
      norms[item] = counts.items.get(ids[item]).norm();
    }
    return new ItemIndex(ids, norms, counts.users, counts.sizes);
  }

  @Override
  public Coder<Counts> getAccumulatorCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return new CountsCoder();
  }

  @Override
  public Coder<ItemIndex> getDefaultOutputCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return new ItemIndexCoder();
  }

  private static void encode(BasketSizes sizes, OutputStream out) throws IOException {
    VarInt.encode(sizes.baskets().size(), out);
    for (Map.Entry<Integer, Long> entry : sizes.baskets().entrySet()) {
      VarInt.encode(entry.getKey(), out);
      VarInt.encode(entry.getValue(), out);
    }
  }

  private static void decode(BasketSizes sizes, InputStream in) throws IOException {
    int count = VarInt.decodeInt(in);
    for (int i = 0; i < count; i++) {
      sizes.add(VarInt.decodeInt(in), VarInt.decodeLong(in));
    }
  }

  private static final class CountsCoder extends AtomicCoder<Counts> {
    @Override
    public void encode(Counts counts, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      VarInt.encode(counts.users, data);
      IndexItems.encode(counts.sizes, data);
      VarInt.encode(counts.items.size(), data);
      for (Map.Entry<String, ItemSums> item : counts.items.entrySet()) {
        StringUtf8Coder.of().encode(item.getKey(), data);
        VarInt.encode(item.getValue().users(), data);
        VarInt.encode(item.getValue().whole(), data);
        data.writeLong(item.getValue().fraction());
      }
    }

    @Override
    public Counts decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      Counts counts = new Counts();
      counts.users = VarInt.decodeLong(data);
      IndexItems.decode(counts.sizes, data);
      int items = VarInt.decodeInt(data);
      for (int i = 0; i < items; i++) {
        counts.items.put(
            StringUtf8Coder.of().decode(data),
            new ItemSums(VarInt.decodeLong(data), VarInt.decodeLong(data), data.readLong()));
      }
      return counts;
    }
  }

  private static final class ItemIndexCoder extends AtomicCoder<ItemIndex> {
    @Override
    public void encode(ItemIndex index, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      VarInt.encode(index.users(), data);
      IndexItems.encode(index.sizes(), data);
      VarInt.encode(index.size(), data);
      for (int item = 0; item < index.size(); item++) {
        StringUtf8Coder.of().encode(index.id(item), data);
        data.writeDouble(index.norm(item));
      }
    }

    @Override
    public ItemIndex decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      long users = VarInt.decodeLong(data);
      BasketSizes sizes = new BasketSizes();
      IndexItems.decode(sizes, data);
      String[] ids = new String[VarInt.decodeInt(data)];
      double[] norms = new double[ids.length];
      for (int item = 0; item < ids.length; item++) {
        ids[item] = StringUtf8Coder.of().decode(data);
        norms[item] = data.readDouble();
      }
      return new ItemIndex(ids, norms, users, sizes);
    }
  }
}
