package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * A row whose sums are the same to the last bit whatever the order of adding, so that it may be put
 * together from the rows of parts of the item's users. 20 bytes an item of the log.
 */
final class ExactRow extends Row {
  private final long[] wholes;
  private final long[] fractions;

  ExactRow(int items) {
    super(items, true);
    wholes = new long[items];
    fractions = new long[items];
  }

  @Override
  public void add(int neighbor, double value) {
    ExactSum term = new ExactSum();
    term.add(value);
    add(neighbor, term);
  }

  private void add(int neighbor, ExactSum value) {
    ExactSum sum = new ExactSum(wholes[neighbor], fractions[neighbor]);
    sum.add(value);
    wholes[neighbor] = sum.whole();
    fractions[neighbor] = sum.fraction();
  }

  @Override
  double sum(int neighbor) {
    return new ExactSum(wholes[neighbor], fractions[neighbor]).toDouble();
  }

  @Override
  void clear() {
    for (int at = 0; at < size(); at++) {
      wholes[neighbor(at)] = 0;
      fractions[neighbor(at)] = 0;
    }
    super.clear();
  }

  /**
   * The row as bytes: about 5 bytes a neighbor, and 10 or more where sums are not the counts.
   *
   * @param countsOnly whether nothing was added, and the sums are the counts
   */
  byte[] toBytes(boolean countsOnly) {
    ByteWriter bytes = new ByteWriter(16 + 5 * size());
    bytes.putLong(countsOnly ? 1 : 0);
    int[] neighbors = new int[size()];
    Arrays.setAll(neighbors, this::neighbor);
    Arrays.sort(neighbors);
    int before = 0;
    for (int neighbor : neighbors) {
      bytes.putLong(neighbor - before);
      before = neighbor;
      bytes.putLong(support(neighbor));
      if (!countsOnly) {
        bytes.putLong(wholes[neighbor]);
        bytes.putFixed(fractions[neighbor]);
      }
    }
    return bytes.toBytes();
  }

  /** Adds another row, of other users of the same item, which {@link #toBytes} gave. */
  void add(byte[] row) {
    ByteReader bytes = new ByteReader(row);
    boolean countsOnly = bytes.getLong() == 1;
    int neighbor = 0;
    while (bytes.hasMore()) {
      neighbor += (int) bytes.getLong();
      int support = (int) bytes.getLong();
      count(neighbor, support);
      add(
          neighbor,
          countsOnly ? new ExactSum(support, 0) : new ExactSum(bytes.getLong(), bytes.getFixed()));
    }
  }
}
