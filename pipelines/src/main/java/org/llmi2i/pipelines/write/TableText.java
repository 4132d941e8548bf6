package org.llmi2i.pipelines.write;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.ItemIds;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Rows of a table as lines of CSV. A table has millions of lines, so numbers and plain ids are
 * appended directly; an id with anything in it that might need quotes goes through the CSV library.
 */
final class TableText {
  static final String HEADER = "item_id,neighbor_id,rank,score,support\n";

  private static final CSVFormat CSV = CSVFormat.RFC4180;
  private static final boolean[] PLAIN_CHARACTERS = plainCharacters();

  /** Room for a rank, a score and a support, with what separates them. */
  private static final int NUMBERS_LENGTH = 2 * 19 + ScoreText.MAX_LENGTH + 4;

  private static final byte UNKNOWN = 0;
  private static final byte PLAIN = 1;
  private static final byte SPECIAL = 2;

  private final ScoreText scores = new ScoreText();

  /** The ids of the last row, which the rows of one origin share. */
  private @Nullable ItemIds ids;

  /** Whether each of them is plain, as far as they were looked at. */
  private byte[] forms = new byte[0];

  private byte[] bytes = new byte[1 << 13];
  private int size;

  /** The lines of a row, in UTF-8. */
  byte[] of(NeighborRow row) {
    if (row.ids() != ids) {
      ids = row.ids();
      forms = new byte[ids.count()];
    }
    size = 0;
    int itemTo = 0;
    for (int at = 0; at < row.size(); at++) {
      if (at == 0) {
        id(row.ids(), row.item(), true);
        bytes[size++] = ',';
        itemTo = size;
      } else {
        reserve(itemTo);
        System.arraycopy(bytes, 0, bytes, size, itemTo);
        size += itemTo;
      }
      id(row.ids(), row.neighbor(at), false);
      reserve(NUMBERS_LENGTH);
      bytes[size++] = ',';
      number(at + 1);
      bytes[size++] = ',';
      size = scores.write(row.score(at), bytes, size);
      bytes[size++] = ',';
      number(row.support(at));
      bytes[size++] = '\n';
    }
    return Arrays.copyOf(bytes, size);
  }

  /** Appends the digits of a number that is not negative. */
  private void number(long number) {
    int digits = 1;
    for (long left = number; left >= 10; left /= 10) {
      digits++;
    }
    size += digits;
    long left = number;
    for (int at = size - 1; at >= size - digits; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  /** Appends an id, and leaves room for a comma. */
  private void id(ItemIds ids, int id, boolean first) {
    int length = ids.utf8Length(id);
    reserve(length + 1);
    ids.copyUtf8(id, bytes, size);
    if (forms[id] == UNKNOWN) {
      forms[id] = length > 0 && isPlain(size, size + length) ? PLAIN : SPECIAL;
    }
    if (forms[id] == PLAIN) {
      size += length;
      return;
    }
    // The rules for the first value of a line are others.
    String text = ids.text(id);
    String quoted = first ? CSV.format(text) : CSV.format("", text).substring("\"\",".length());
    byte[] utf8 = quoted.getBytes(StandardCharsets.UTF_8);
    reserve(utf8.length + 1);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /** Whether bytes are letters, digits and the like. */
  private boolean isPlain(int from, int to) {
    for (int at = from; at < to; at++) {
      // Beyond ASCII, bytes are negative.
      if (bytes[at] < 0 || !PLAIN_CHARACTERS[bytes[at]]) {
        return false;
      }
    }
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
