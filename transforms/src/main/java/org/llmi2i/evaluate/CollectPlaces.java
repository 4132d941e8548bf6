package org.llmi2i.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

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

  /** Items and their counts, in pieces. */
  static final class PlacesCoder extends AtomicCoder<Places> {
    private static final int PIECE_BYTES = 1 << 16;

    @Override
    public void encode(Places places, OutputStream out) throws IOException {
      ByteWriter bytes = new ByteWriter(2 * PIECE_BYTES);
      bytes.putLong(places.columns());
      bytes.putLong(places.counts().size());
      for (Map.Entry<String, int[]> item : places.counts().entrySet()) {
        if (bytes.size() >= PIECE_BYTES) {
          bytes.writePiece(out);
        }
        bytes.putText(item.getKey());
        for (int count : item.getValue()) {
          bytes.putLong(count);
        }
      }
      bytes.writePiece(out);
    }

    @Override
    public Places decode(InputStream in) throws IOException {
      ByteReader bytes = ByteReader.readPiece(in);
      int columns = (int) bytes.getLong();
      int items = (int) bytes.getLong();
      Map<String, int[]> counts = new HashMap<>(items + items / 2);
      for (int i = 0; i < items; i++) {
        if (!bytes.hasMore()) {
          bytes = ByteReader.readPiece(in);
        }
        String item = bytes.getText();
        int[] values = new int[columns];
        for (int column = 0; column < columns; column++) {
          values[column] = (int) bytes.getLong();
        }
        counts.put(item, values);
      }
      return new Places(columns, counts);
    }
  }
}
