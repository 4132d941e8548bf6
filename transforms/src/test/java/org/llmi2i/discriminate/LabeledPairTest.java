package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;

public class LabeledPairTest {
  private static final Map<String, ItemStatistics> CATALOG =
      Map.of("old", statistics("old"), "own", statistics("own"), "noise", statistics("noise"));

  @Test
  public void isAShortlistOfBothItems() {
    Shortlist pair = pair("u");
    assertEquals("u", pair.getUserId());
    assertEquals(day(2), pair.getLastTime());
    assertEquals(List.of("old"), pair.getHistoryItems());
    assertEquals(List.of("title of old"), pair.getHistoryTitles());
    assertEquals(
        Set.of(
            new Candidate("own", "title of own", 0), new Candidate("noise", "title of noise", 0)),
        new HashSet<>(pair.getCandidates()));
  }

  @Test
  public void thePlaceSaysNothingAndTheLabelIsFoundAgain() {
    int first = 0;
    for (int i = 0; i < 1000; i++) {
      Shortlist pair = pair("user " + i);
      first += pair.getCandidates().get(0).getItemId().equals("own") ? 1 : 0;
      for (Candidate candidate : pair.getCandidates()) {
        assertEquals(candidate.getItemId().equals("own"), LabeledPair.isPositive(pair, candidate));
      }
    }
    assertTrue("first in about half of 1,000, got " + first, first > 430 && first < 570);
  }

  private static Shortlist pair(String userId) {
    return LabeledPair.of(history(userId, "old", "own"), List.of("old"), "own", "noise", CATALOG);
  }
}
