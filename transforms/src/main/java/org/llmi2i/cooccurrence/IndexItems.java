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
      ItemSums item = counts.items.computeIfAbsent(event.itemId(), id -> ItemSums.none());
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
          (item, sums) -> sum.items.computeIfAbsent(item, id -> ItemSums.none()).add(sums));
    }
    return sum;
  }

  @Override
  public ItemIndex extractOutput(Counts counts) {
    String[] ids = counts.items.keySet().stream().sorted().toArray(String[]::new);
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
    @Override
    public void encode(Counts counts, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      VarInt.encode(counts.users, data);
      counts.sizes.encode(data);
      VarInt.encode(counts.items.size(), data);
      for (Map.Entry<String, ItemSums> item : counts.items.entrySet()) {
        StringUtf8Coder.of().encode(item.getKey(), data);
        encode(item.getValue().weights(), data);
        encode(item.getValue().squares(), data);
      }
    }

    private static void encode(ExactSum sum, DataOutputStream data) throws IOException {
      VarInt.encode(sum.whole(), data);
      data.writeLong(sum.fraction());
    }

    private static ExactSum decode(DataInputStream data) throws IOException {
      return new ExactSum(VarInt.decodeLong(data), data.readLong());
    }

    @Override
    public Counts decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      Counts counts = new Counts();
      counts.users = VarInt.decodeLong(data);
      counts.sizes.add(BasketSizes.decode(data));
      int items = VarInt.decodeInt(data);
      for (int i = 0; i < items; i++) {
        counts.items.put(
            StringUtf8Coder.of().decode(data), new ItemSums(decode(data), decode(data)));
      }
      return counts;
    }
  }
}
