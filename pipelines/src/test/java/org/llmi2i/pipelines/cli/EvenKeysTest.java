package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.util.MathUtils;
import org.junit.Test;
import org.llmi2i.shards.EvenKeys;

/** {@link EvenKeys} beside Flink's own hash, which transforms do not know. */
public class EvenKeysTest {

  @Test
  public void tasksGetEquallyManyKeys() {
    for (int tasks : new int[] {2, 3, 4, 6, 8, 12, 16, 24, 48}) {
      int[] keys = new int[tasks];
      IntStream.range(0, 48).forEach(number -> keys[task(EvenKeys.key(number), tasks)]++);
      int[] even = new int[tasks];
      Arrays.fill(even, 48 / tasks);
      assertArrayEquals(tasks + " tasks", even, keys);
    }
  }

  /** The numbers themselves, which is why there are such keys. */
  @Test
  public void numbersWouldNotBeShared() {
    int[] keys = new int[2];
    IntStream.range(0, 16).forEach(number -> keys[task(number, 2)]++);
    assertArrayEquals(new int[] {6, 10}, keys);
  }

  @Test
  public void aKeyHasItsNumber() {
    for (int number : new int[] {0, 1, 31, 127, 128, 65_535, 65_536, EvenKeys.MOST - 1}) {
      assertEquals(number, EvenKeys.number(EvenKeys.key(number)));
    }
  }

  /** Flink sorts the bytes of keys. */
  @Test
  public void aTaskGoesThroughItsFirst128InOrder() {
    for (int number = 1; number < 128; number++) {
      assertTrue(Arrays.compare(bytes(EvenKeys.key(number - 1)), bytes(EvenKeys.key(number))) < 0);
    }
  }

  @Test
  public void aNumberOutOfRangeIsRefused() {
    for (int number : new int[] {-1, 1_048_576}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> EvenKeys.key(number));
      assertEquals("number: must be from 0 to 1048575, got " + number, e.getMessage());
    }
  }

  /** What Beam's runner and Flink's {@code OutputEmitter} make of a key. */
  private static int task(int key, int tasks) {
    return MathUtils.murmurHash(Arrays.hashCode(bytes(key))) % tasks;
  }

  private static byte[] bytes(int key) {
    try {
      return CoderUtils.encodeToByteArray(VarIntCoder.of(), key);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }
}
