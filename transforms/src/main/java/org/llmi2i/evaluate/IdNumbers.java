package org.llmi2i.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * Numbers ids in the order in which they are met. A lookup of a short id, of up to 15 characters of
 * ASCII, takes two steps of memory: a map of objects would take a walk through it for each of the
 * millions of entries of a table. About 40 bytes an id, and its text if it is not short. Many
 * threads may look ids up as long as nobody adds one.
 */
final class IdNumbers {
  private static final int SHORT_CHARS = 15;
  private static final int LENGTH_SHIFT = Long.SIZE - Byte.SIZE;

  /** In place of a short id's word, where there is none: no word of a short id is negative. */
  private static final long NONE = -1;

  /** Upper half the hash of an id, lower half its number plus 1; 0 where there is none. */
  private long[] slots = new long[1 << 10];

  /**
   * Of every id two: the first eight characters; the others, with the length in the highest byte.
   * An id that is not short has its place in {@link #longIds}, and {@link #NONE}.
   */
  private long[] words = new long[1 << 10];

  private final List<String> longIds = new ArrayList<>();

  private int count;

  IdNumbers() {}

  /** Numbers ids that are distinct, from 0. */
  IdNumbers(String[] ids) {
    for (String id : ids) {
      add(id);
    }
  }

  int count() {
    return count;
  }

  /** The id of a number. */
  String id(int number) {
    long first = words[2 * number];
    long second = words[2 * number + 1];
    if (second < 0) {
      return longIds.get((int) first);
    }
    byte[] ascii = new byte[(int) (second >>> LENGTH_SHIFT)];
    for (int at = 0; at < ascii.length; at++) {
      ascii[at] = (byte) ((at < Long.BYTES ? first : second) >>> shift(at));
    }
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  /** All ids, in the order of their numbers. */
  Stream<String> inOrder() {
    return IntStream.range(0, count).mapToObj(this::id);
  }

  /** All ids, in the order of their texts. */
  String[] sorted() {
    return inOrder().sorted().toArray(String[]::new);
  }

  /** The number of an id, or -1 if it has none. */
  int of(String id) {
    long first = first(id);
    long second = second(id, first);
    return (int) slots[slot(id, first, second)] - 1;
  }

  /** The number of an id, a new one if it has none. */
  int add(String id) {
    long first = first(id);
    long second = second(id, first);
    int slot = slot(id, first, second);
    if (slots[slot] == 0) {
      slots[slot] = slotOf(hash(id, first, second), count);
      append(id, first, second);
      return count - 1;
    }
    return (int) slots[slot] - 1;
  }

  /** Whether this is the id of a number. */
  boolean isAt(int number, String id) {
    long first = first(id);
    return isAt(number, id, first, second(id, first));
  }

  /** Puts all ids, in the order of their numbers. */
  void put(ByteWriter bytes) {
    bytes.putLong(count);
    for (int number = 0; number < count; number++) {
      long second = words[2 * number + 1];
      bytes.putFixed(second);
      if (second >= 0) {
        bytes.putFixed(words[2 * number]);
      } else {
        putLongId(id(number), bytes);
      }
    }
  }

  /** By character: half a surrogate pair has no UTF-8, and two such ids must not become one. */
  private static void putLongId(String id, ByteWriter bytes) {
    bytes.putLong(id.length());
    id.chars().forEach(bytes::putLong);
  }

  /** What {@link #put} put. */
  static IdNumbers get(ByteReader bytes) {
    IdNumbers numbers = new IdNumbers();
    int count = (int) bytes.getLong();
    numbers.words = new long[2 * Math.max(1, count)];
    numbers.slots = new long[Math.max(2, Integer.highestOneBit(count) << 2)];
    for (int number = 0; number < count; number++) {
      long second = bytes.getFixed();
      String id = second >= 0 ? "" : getLongId(bytes);
      long first = second >= 0 ? bytes.getFixed() : NONE;
      numbers.fill(slotOf(hash(id, first, second), number));
      numbers.append(id, first, second);
    }
    return numbers;
  }

  private static String getLongId(ByteReader bytes) {
    char[] chars = new char[(int) bytes.getLong()];
    for (int at = 0; at < chars.length; at++) {
      chars[at] = (char) bytes.getLong();
    }
    return new String(chars);
  }

  private void append(String id, long first, long second) {
    if (2 * count == words.length) {
      words = Arrays.copyOf(words, Math.addExact(words.length, (count / 2 + 1) * 2));
    }
    words[2 * count] = second >= 0 ? first : longIds.size();
    words[2 * count + 1] = second;
    if (second < 0) {
      longIds.add(id);
    }
    count++;
    // Half of the slots stay empty.
    if (2 * count > slots.length) {
      grow();
    }
  }

  /** The first word of a short id. */
  private static long first(String id) {
    return word(id, 0, Math.min(id.length(), Long.BYTES));
  }

  /** The second word of a short id, {@link #NONE} of one that is not. */
  private static long second(String id, long first) {
    int length = id.length();
    return first < 0 || length > SHORT_CHARS
        ? NONE
        : word(id, Long.BYTES, length) | (long) length << LENGTH_SHIFT;
  }

  /** Characters of an id as bytes; {@link #NONE} if they are not all ASCII. */
  private static long word(String id, int from, int to) {
    long word = 0;
    int all = 0;
    for (int at = from; at < to; at++) {
      char letter = id.charAt(at);
      all |= letter;
      word |= (long) letter << shift(at);
    }
    return all < 0x80 ? word : NONE;
  }

  /** Where in its word a character stands. */
  private static int shift(int at) {
    return Byte.SIZE * (at % Long.BYTES);
  }

  private static long slotOf(int hash, int number) {
    return ((long) hash << Integer.SIZE) | (number + 1);
  }

  /** The slot that has the id, or the empty one where it would be. */
  private int slot(String id, long first, long second) {
    int hash = hash(id, first, second);
    int mask = slots.length - 1;
    int at = hash & mask;
    while (slots[at] != 0
        && ((int) (slots[at] >>> Integer.SIZE) != hash
            || !isAt((int) slots[at] - 1, id, first, second))) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private boolean isAt(int number, String id, long first, long second) {
    return words[2 * number + 1] == second
        && (second >= 0
            ? words[2 * number] == first
            : longIds.get((int) words[2 * number]).equals(id));
  }

  /** Its bits are mixed, since slots are told by the lowest ones. */
  private static int hash(String id, long first, long second) {
    long hash =
        second >= 0 ? (first * 0x9e3779b97f4a7c15L ^ second) * 0xbf58476d1ce4e5b9L : id.hashCode();
    long mixed = (hash ^ hash >>> Integer.SIZE) * 0x94d049bb133111ebL;
    return (int) (mixed >>> Integer.SIZE);
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long slot : old) {
      if (slot != 0) {
        fill(slot);
      }
    }
  }

  /** Puts an id where the next empty slot is. */
  private void fill(long slot) {
    int mask = slots.length - 1;
    int at = (int) (slot >>> Integer.SIZE) & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = slot;
  }
}
