package org.llmi2i.tail;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.Test;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

public class ItemStatisticsCoderTest {
  private static final ItemStatistics ITEM =
      new ItemStatistics(
          "i", "A title", true, 9.99, 3L, 4L, 1_700_000_000_000_000L, ItemClass.TAIL, 7);

  @Test
  public void anythingComesBackAsItWas() throws Exception {
    for (ItemStatistics item :
        List.of(
            ITEM,
            new ItemStatistics("", "", false, null, 0L, 0L, Long.MIN_VALUE, ItemClass.COLD, 0),
            new ItemStatistics(
                "\uD83D\uDED2\n",
                "Ä, \"ö\"",
                false,
                -0.0,
                Long.MAX_VALUE,
                1L,
                -1L,
                ItemClass.HEAD,
                1),
            new ItemStatistics(
                "i", "t", true, null, 1L, 1L, Long.MAX_VALUE, ItemClass.HEAD, Integer.MAX_VALUE))) {
      CoderProperties.coderDecodeEncodeEqual(ItemStatisticsCoder.of(), item);
    }
  }

  @Test
  public void equalItemsAreEqualBytes() throws Exception {
    CoderProperties.coderDeterministic(
        ItemStatisticsCoder.of(), ITEM, ItemStatistics.newBuilder(ITEM).build());
  }

  /** Not Avro's, although the record is one of Avro's. */
  @Test
  public void beamFindsIt() throws Exception {
    assertEquals(
        ItemStatisticsCoder.of(), CoderRegistry.createDefault().getCoder(ItemStatistics.class));
  }

  @Test
  public void shipsToAnotherMachine() {
    CoderProperties.coderSerializable(ItemStatisticsCoder.of());
  }
}
