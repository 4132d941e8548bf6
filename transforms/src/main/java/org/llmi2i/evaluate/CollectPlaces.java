package org.llmi2i.evaluate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.util.VarInt;

/** Adds up the exposures of parts of the users: about 100 bytes an item. */
final class CollectPlaces extends Combine.CombineFn<Places, Places, Places> {
  private final int columns;

  CollectPlaces(int columns) {
    this.columns = columns;
  }

  @Override
  public Places createAccumulator() {
    return new Places(columns);
  }

  @Override
  public Places addInput(Places sum, Places part) {
    sum.add(part);
    return sum;
  }

  @Override
  public Places mergeAccumulators(Iterable<Places> parts) {
    Places sum = createAccumulator();
    parts.forEach(sum::add);
    return sum;
  }

  @Override
  public Places extractOutput(Places sum) {
    return sum;
  }

  @Override
  public Coder<Places> getAccumulatorCoder(CoderRegistry registry, Coder<Places> inputCoder) {
    return new PlacesCoder();
  }

  @Override
  public Coder<Places> getDefaultOutputCoder(CoderRegistry registry, Coder<Places> inputCoder) {
    return new PlacesCoder();
  }

  /** Items and their counts. */
  static final class PlacesCoder extends AtomicCoder<Places> {
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

    @Override
    public void encode(Places places, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      VarInt.encode(places.columns(), data);
      VarInt.encode(places.counts().size(), data);
      for (Map.Entry<String, int[]> item : places.counts().entrySet()) {
        TEXT.encode(item.getKey(), data);
        for (int count : item.getValue()) {
          VarInt.encode(count, data);
        }
      }
    }

    @Override
    public Places decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      int columns = VarInt.decodeInt(data);
      int items = VarInt.decodeInt(data);
      Map<String, int[]> counts = new HashMap<>();
      for (int i = 0; i < items; i++) {
        String item = TEXT.decode(data);
        int[] values = new int[columns];
        for (int column = 0; column < columns; column++) {
          values[column] = VarInt.decodeInt(data);
        }
        counts.put(item, values);
      }
      return new Places(columns, counts);
    }
  }
}
