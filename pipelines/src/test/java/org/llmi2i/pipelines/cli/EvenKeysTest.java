package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

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
    for (int tasks : new int[] {2, 4, 8, 16}) {
      int[] keys = new int[tasks];
      IntStream.range(0, 32).forEach(number -> keys[task(EvenKeys.key(number), tasks)]++);
      int[] even = new int[tasks];
      Arrays.fill(even, 32 / tasks);
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

  /** What Beam's runner and Flink's {@code OutputEmitter} make of a key. */
  private static int task(int key, int tasks) {
    try {
      byte[] bytes = CoderUtils.encodeToByteArray(VarIntCoder.of(), key);
      return MathUtils.murmurHash(Arrays.hashCode(bytes)) % tasks;
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }
}
