package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Rows of a table as lines of CSV. A table has millions of lines, so numbers and plain ids are
 * appended directly; an id with anything in it that might need quotes goes through the CSV library.
 */
final class TableText {
  static final String HEADER = "item_id,neighbor_id,rank,score,support\n";

  private static final CSVFormat CSV = CSVFormat.RFC4180;
  private static final boolean[] PLAIN = plainCharacters();

  private byte[] bytes = new byte[1 << 13];
  private int size;

  /** The lines of a row, in UTF-8. */
  byte[] of(NeighborRow row) {
    size = 0;
    int itemTo = 0;
    int rank = 0;
    for (NeighborRow.Entry neighbor : row.neighbors()) {
      rank++;
      if (rank == 1) {
        id(row.itemId(), true);
        itemTo = size;
      } else {
        reserve(itemTo);
        System.arraycopy(bytes, 0, bytes, size, itemTo);
        size += itemTo;
      }
      comma();
      id(neighbor.itemId(), false);
      comma();
      number(rank);
      comma();
      // The shortest digits that read back as the same number, whatever the version of Java.
      plain(NumberOutput.toString(neighbor.score(), true));
      comma();
      number(neighbor.support());
      reserve(1);
      bytes[size++] = '\n';
    }
    return Arrays.copyOf(bytes, size);
  }

  private void comma() {
    reserve(1);
    bytes[size++] = ',';
  }

  private void number(long number) {
    if (number >= 0 && number < 10) {
      reserve(1);
      bytes[size++] = (byte) ('0' + number);
    } else {
      plain(Long.toString(number));
    }
  }

  private void id(String id, boolean first) {
    if (!plain(id) || id.isEmpty()) {
      // The rules for the first value of a line are others.
      String quoted = first ? CSV.format(id) : CSV.format("", id).substring("\"\",".length());
      byte[] utf8 = quoted.getBytes(StandardCharsets.UTF_8);
      reserve(utf8.length);
      System.arraycopy(utf8, 0, bytes, size, utf8.length);
      size += utf8.length;
    }
  }

  /** Appends a text of letters, digits and the like; nothing if there is anything else in it. */
  private boolean plain(String text) {
    int length = text.length();
    reserve(length);
    for (int at = 0; at < length; at++) {
      char c = text.charAt(at);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return false;
      }
      bytes[size + at] = (byte) c;
    }
    size += length;
    return true;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  private static boolean[] plainCharacters() {
    boolean[] plain = new boolean[128];
    for (char c = 0; c < plain.length; c++) {
      plain[c] = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
    return plain;
  }
}
