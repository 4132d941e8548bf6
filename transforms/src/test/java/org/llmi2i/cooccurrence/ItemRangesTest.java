package org.llmi2i.cooccurrence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** {@link ItemRanges}: every item is in one block, and blocks weigh about the same. */
public class ItemRangesTest {
  @Test
  public void equalItemsAreCutEvenly() {
    assertEquals(List.of("0-2", "2-4", "4-6"), ranges(new double[] {1, 1, 1, 1, 1, 1}, 3));
    assertEquals(List.of("0-6"), ranges(new double[] {1, 1, 1, 1, 1, 1}, 1));
  }

  @Test
  public void aHeavyItemLeavesOtherBlocksEmpty() {
    assertEquals(List.of("0-1", "1-1", "1-2", "2-2", "2-4"), ranges(new double[] {1, 8, 1, 1}, 5));
  }

  @Test
  public void moreBlocksThanItemsAndNoItems() {
    assertEquals(List.of("0-0", "0-1", "1-1", "1-2"), ranges(new double[] {1, 1}, 4));
    assertEquals(List.of("0-0", "0-0"), ranges(new double[0], 2));
  }

  @Test
  public void noBlockWeighsMoreThanItsShareAndOneItem() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      double[] weights = random.doubles(1 + random.nextInt(300)).map(x -> 1 / (x + .01)).toArray();
      int blocks = 1 + random.nextInt(40);
      ItemRanges ranges = ItemRanges.of(weights, blocks);
      double share = Arrays.stream(weights).sum() / blocks + Arrays.stream(weights).max().orElse(0);
      int next = 0;
      for (int block = 0; block < blocks; block++) {
        ItemRanges.Range range = ranges.range(block);
        assertEquals(next, range.from());
        next = range.to();
        double weight = 0;
        for (int item = range.from(); item < range.to(); item++) {
          assertEquals(block, ranges.blockOf(item, 0));
          weight += weights[item];
        }
        assertTrue(weight <= share * (1 + 1e-9));
      }
      assertEquals(weights.length, next);
    }
  }

  private static List<String> ranges(double[] weights, int blocks) {
    ItemRanges ranges = ItemRanges.of(weights, blocks);
    List<String> texts = new ArrayList<>();
    for (int block = 0; block < ranges.count(); block++) {
      texts.add(ranges.range(block).from() + "-" + ranges.range(block).to());
    }
    return texts;
  }
}
