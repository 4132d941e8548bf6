package org.llmi2i.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * Numbers ids in the order in which they are met. All that a lookup touches lies in three arrays,
 * about 40 bytes an id: a map of objects would take a walk through memory for each of the millions
 * of entries of a table. Many threads may look ids up as long as nobody adds one.
 */
final class IdNumbers {
  /** Upper half the hash of an id, lower half its number plus 1; 0 where there is none. */
  private long[] slots = new long[1 << 10];

  /** All ids, one behind the other. */
  private char[] texts = new char[1 << 12];

  /** 0, and where each id ends. */
  private int[] ends = new int[1 << 9];

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
    return new String(texts, ends[number], ends[number + 1] - ends[number]);
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
    return (int) slots[slot(id)] - 1;
  }

  /** The number of an id, a new one if it has none. */
  int add(String id) {
    int slot = slot(id);
    if (slots[slot] == 0) {
      append(id);
      slots[slot] = slotOf(hash(id), count);
      // Half of the slots stay empty.
      if (2 * count > slots.length) {
        grow();
        return count - 1;
      }
    }
    return (int) slots[slot] - 1;
  }

  /** Puts all ids, in the order of their numbers. */
  void put(ByteWriter bytes) {
    bytes.putLong(count);
    for (int number = 0; number < count; number++) {
      bytes.putLong(ends[number + 1] - ends[number]);
    }
    // By character: half a surrogate pair has no UTF-8, and two such ids must not become one.
    for (int at = 0; at < ends[count]; at++) {
      bytes.putLong(texts[at]);
    }
  }

  /** What {@link #put} put. */
  static IdNumbers get(ByteReader bytes) {
    IdNumbers numbers = new IdNumbers();
    numbers.count = (int) bytes.getLong();
    numbers.ends = new int[numbers.count + 1];
    for (int number = 0; number < numbers.count; number++) {
      numbers.ends[number + 1] = Math.addExact(numbers.ends[number], (int) bytes.getLong());
    }
    numbers.texts = new char[numbers.ends[numbers.count]];
    for (int at = 0; at < numbers.texts.length; at++) {
      numbers.texts[at] = (char) bytes.getLong();
    }
    numbers.slots = new long[Math.max(2, Integer.highestOneBit(numbers.count) << 2)];
    for (int number = 0; number < numbers.count; number++) {
      numbers.fill(slotOf(numbers.hash(number), number + 1));
    }
    return numbers;
  }

  private static long slotOf(int hash, int numberPlusOne) {
    return ((long) hash << Integer.SIZE) | numberPlusOne;
  }

  private void append(String id) {
    int end = Math.addExact(ends[count], id.length());
    if (end > texts.length) {
      texts = Arrays.copyOf(texts, larger(end));
    }
    id.getChars(0, id.length(), texts, ends[count]);
    count++;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, larger(count));
    }
    ends[count] = end;
  }

  private static int larger(int size) {
    return Math.addExact(size, size / 2 + 1);
  }

  /** The slot that has the id, or the empty one where it would be. */
  private int slot(String id) {
    int hash = hash(id);
    int mask = slots.length - 1;
    int at = hash & mask;
    while (slots[at] != 0
        && ((int) (slots[at] >>> Integer.SIZE) != hash || !isAt((int) slots[at] - 1, id))) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Whether this is the id of a number. */
  boolean isAt(int number, String id) {
    int from = ends[number];
    int length = id.length();
    if (ends[number + 1] - from != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (texts[from + i] != id.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The text's own hash with its bits mixed, since slots are told by the lowest ones. */
  private static int hash(String id) {
    return mix(id.hashCode());
  }

  /** The hash of the id of a number, as its text has it. */
  private int hash(int number) {
    int hash = 0;
    for (int at = ends[number]; at < ends[number + 1]; at++) {
      hash = 31 * hash + texts[at];
    }
    return mix(hash);
  }

  private static int mix(int hash) {
    int mixed = hash * 0x9e3779b9;
    return mixed ^ (mixed >>> 15);
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
