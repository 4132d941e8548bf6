package org.llmi2i.shards;

import java.util.Arrays;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.hash.Hashing;
import org.llmi2i.bytes.ByteWriter;

/**
 * Keys for groups that are numbered from 0 and equally large, such as shards: Flink's tasks then
 * get equally many of them.
 *
 * <p>Flink gives a key to a task by its hash. Of a few keys one task gets twice as many as another
 * by chance, 10 and 6 of the numbers 0 to 15, and all wait for it. So a key is a number with a few
 * bits above it, chosen such that the hash deals the numbers out in turn, to 2, 3, 4, 6, 8, 12, 16,
 * 24 or 48 tasks. A task goes through its first 128 in their order. To other runners one key is as
 * good as another.
 */
public final class EvenKeys {
  /** A multiple of the numbers of tasks that are served. */
  private static final int TASKS = 48;

  private static final int NUMBER_BITS = 20;
  private static final int CHOICES = 1 << (Integer.SIZE - 1 - NUMBER_BITS);

  /** How many groups there may be. */
  public static final int MOST = 1 << NUMBER_BITS;

  private EvenKeys() {}

  /**
   * The key of a group; another for each, in every process the same.
   *
   * @param number from 0, below {@link #MOST}
   */
  public static int key(int number) {
    if (number < 0 || number >= MOST) {
      throw new IllegalArgumentException(
          "number: must be from 0 to " + (MOST - 1) + ", got " + number);
    }
    // From 1: keys of as many bytes are sorted by the first of these.
    for (int choice = 1; choice < CHOICES; choice++) {
      int key = choice << NUMBER_BITS | number;
      if (place(key) == number % TASKS) {
        return key;
      }
    }
    return number;
  }

  /** The number of the group that has a key. */
  public static int number(int key) {
    return key & (MOST - 1);
  }

  /**
   * The task of a key, were there so many: Flink's {@code OutputEmitter} takes the MurmurHash3 of
   * the hash of the key's bytes, which are those of Beam's {@code VarIntCoder}.
   */
  private static int place(int key) {
    ByteWriter bytes = new ByteWriter(Integer.BYTES);
    bytes.putLong(key);
    int hash = Hashing.murmur3_32_fixed().hashInt(Arrays.hashCode(bytes.toBytes())).asInt();
    return Math.abs(hash % TASKS);
  }
}
