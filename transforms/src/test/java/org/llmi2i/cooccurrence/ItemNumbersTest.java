package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.stream.IntStream;
import org.junit.Test;

public class ItemNumbersTest {

  @Test
  public void everyIdHasItsNumber() {
    for (int count : new int[] {1, 2, 3, 64, 1000}) {
      String[] ids =
          IntStream.range(0, count).mapToObj(i -> i == 0 ? "" : "é" + i).toArray(String[]::new);
      ItemNumbers numbers = new ItemNumbers(new ItemIds(ids), count);
      for (int number = 0; number < count; number++) {
        assertEquals(number, numbers.of(ids[number]));
      }
    }
  }

  @Test
  public void anIdThatIsNotKnownIsAnError() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ItemNumbers(new ItemIds(new String[] {"a"}), 1).of("b"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ItemNumbers(new ItemIds(new String[0]), 0).of("a"));
  }
}
