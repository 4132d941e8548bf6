package org.llmi2i.history;

import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.Test;

public class HistoryCoderTest {

  @Test
  public void anythingComesBackAsItWas() throws Exception {
    for (History history :
        List.of(
            new History("", List.of()),
            new History("u", List.of(new Event("", 0, 1))),
            new History(
                "tab\t, \"quote\", null\0, line\n, \uD83D\uDED2, Ä, ,",
                List.of(new Event("\uD83D\uDED2\n", 5, 0.1), new Event("a,b", 5, 3))),
            new History(
                "times that go back and to both ends",
                List.of(
                    new Event("a", Long.MIN_VALUE, Double.MIN_VALUE),
                    new Event("b", Long.MAX_VALUE, Double.MAX_VALUE),
                    new Event("c", -1, 1),
                    new Event("d", 1_700_000_000_000_000L, 1))))) {
      CoderProperties.coderDecodeEncodeEqual(HistoryCoder.of(), history);
    }
  }

  @Test
  public void equalHistoriesAreEqualBytes() throws Exception {
    CoderProperties.coderDeterministic(
        HistoryCoder.of(),
        new History("u", List.of(new Event("a", 1, 1))),
        new History("u", List.of(new Event("a", 1, 1))));
  }

  @Test
  public void shipsToAnotherMachine() {
    CoderProperties.coderSerializable(HistoryCoder.of());
  }
}
