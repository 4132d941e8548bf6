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
 * 16 bytes for each of the ids that rows share.
 */
final class TableText {
  static final String HEADER = "item_id,neighbor_id,rank,score,support\n";

  private static final CSVFormat CSV = CSVFormat.RFC4180;
  private static final boolean[] PLAIN_CHARACTERS = plainCharacters();

  /** Room for a rank, a score and a support, with what separates them. */
  private static final int NUMBERS_LENGTH = 2 * 19 + ScoreText.MAX_LENGTH + 4;

  /**
   * An id that is plain and short, as nearly all are, is kept here as its length and bytes, so that
   * one step of memory finds it.
   */
  private static final int SLOT_BYTES = 16;

  private static final byte UNKNOWN = 0;
  private static final byte LONG = -1;
  private static final byte SPECIAL = -2;

  private final ScoreText scores = new ScoreText();

  /** The ids of the last row, which the rows of one origin share. */
  private @Nullable ItemIds ids;

  private byte[] slots = new byte[0];

  private byte[] bytes = new byte[1 << 13];
  private int size;

  /** The lines of a row, in UTF-8. */
  byte[] of(NeighborRow row) {
    if (row.ids() != ids) {
      ids = row.ids();
      slots = new byte[Math.multiplyExact(SLOT_BYTES, ids.count())];
    }
    size = 0;
    reserve(room(row));
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

  /**
   * The bytes of the neighbors' ids that are known and plain. So their slots are fetched side by
   * side: while lines are written, each would be waited for.
   */
  private int room(NeighborRow row) {
    int room = 0;
    for (int at = 0; at < row.size(); at++) {
      room += Math.max(slots[SLOT_BYTES * row.neighbor(at)], 0);
    }
    return room;
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
    int slot = SLOT_BYTES * id;
    if (slots[slot] == UNKNOWN) {
      fill(slot, ids, id);
    }
    int length = slots[slot];
    if (length > 0) {
      reserve(length + 1);
      System.arraycopy(slots, slot + 1, bytes, size, length);
      size += length;
      return;
    }
    if (length == LONG) {
      reserve(ids.utf8Length(id) + 1);
      ids.copyUtf8(id, bytes, size);
      size += ids.utf8Length(id);
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

  private void fill(int slot, ItemIds ids, int id) {
    byte[] utf8 = new byte[ids.utf8Length(id)];
    ids.copyUtf8(id, utf8, 0);
    if (utf8.length == 0 || !isPlain(utf8)) {
      slots[slot] = SPECIAL;
    } else if (utf8.length < SLOT_BYTES) {
      slots[slot] = (byte) utf8.length;
      System.arraycopy(utf8, 0, slots, slot + 1, utf8.length);
    } else {
      slots[slot] = LONG;
    }
  }

  /** Whether all are letters, digits and the like. */
  private static boolean isPlain(byte[] utf8) {
    for (byte at : utf8) {
      // Beyond ASCII, bytes are negative.
      if (at < 0 || !PLAIN_CHARACTERS[at]) {
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
