package org.llmi2i.candidates;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;

/** {@link Evidence}: shares of rows, added up over a user's items. */
public class EvidenceTest {
  @Test
  public void aRowsWeightIsSharedByWhatExceedsTheFloor() {
    assertEquals(
        List.of(row("a", entry("t", 1.5)), row("b", entry("t", 0.5))),
        Evidence.shares(row("t", entry("a", 4), entry("b", 2), entry("c", 1)), 1, 2));
  }

  @Test
  public void aRowOfNothingAboveTheFloorSaysNothing() {
    assertEquals(List.of(), Evidence.shares(row("t", entry("a", 1), entry("b", -3)), 1, 2));
    assertEquals(List.of(), Evidence.shares(row("t"), 0, 1));
  }

  @Test
  public void whatTitlesAndCoOccurrenceSayOfOnePairIsAdded() {
    List<NeighborRow> gathered =
        Evidence.gather(
            List.of(
                List.of(row("a", entry("t", 0.25)), row("a", entry("s", 1))),
                List.of(row("a", entry("t", 0.5)), row("b", entry("t", 2)))));
    assertEquals(
        Map.of("a", Map.of("t", 0.75, "s", 1.0), "b", Map.of("t", 2.0)),
        gathered.stream()
            .collect(
                Collectors.toMap(
                    NeighborRow::itemId,
                    row ->
                        row.neighbors().stream()
                            .collect(
                                Collectors.toMap(
                                    NeighborRow.Entry::itemId, NeighborRow.Entry::score)))));
  }

  @Test
  public void aUsersEvidenceIsTheSumOverTheirItemsForTargetsTheyLack() {
    Map<String, NeighborRow> targetsByItem =
        Map.of(
            "a", row("a", entry("t", 0.25), entry("s", 1)),
            "b", row("b", entry("t", 0.5), entry("own", 1)),
            "c", row("c", entry("t", 8)));
    assertEquals(
        Map.of("t", 0.75, "s", 1.0),
        Evidence.of(Set.of("a", "b", "own", "unrelated"), targetsByItem));
  }

  @Test
  public void whoHasNothingRelatedHasNoEvidence() {
    assertEquals(Map.of(), Evidence.of(Set.of("a"), Map.of()));
    assertEquals(Map.of(), Evidence.of(Set.of(), Map.of("a", row("a", entry("t", 1)))));
  }

  private static NeighborRow row(String item, NeighborRow.Entry... entries) {
    return new NeighborRow(item, List.of(entries));
  }

  private static NeighborRow.Entry entry(String item, double score) {
    return new NeighborRow.Entry(item, score, 0);
  }
}
