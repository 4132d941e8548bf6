package org.llmi2i.explore;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.history;

import java.util.List;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;

/** {@link Links}. The mug was written for the user w, and dropped for the user d. */
public class LinksTest {
  private static final Links LINKS =
      new Links(
          List.of(
              ExplorerEntry.newBuilder()
                  .setItemId("mug")
                  .setAfter(List.of("jug"))
                  .setWritten(List.of(new ExplorerPair("w", 0.5, "")))
                  .setDropped(List.of(new ExplorerPair("d", 0.1, "")))
                  .build(),
              ExplorerEntry.newBuilder().setItemId("cup").setAfter(List.of("mug")).build(),
              ExplorerEntry.newBuilder().setItemId("pan").setAfter(List.of("pot")).build()));

  @Test
  public void usersOfBothKindsAreNamed() {
    assertTrue(LINKS.names("w"));
    assertTrue(LINKS.names("d"));
    assertFalse(LINKS.names("other"));
  }

  @Test
  public void whatStandsInAListWithAWrittenItemExplains() {
    History history = history("w", "jug", "pot", "cup", "pan", "last");
    assertEquals(List.of("jug", "cup", "last"), LINKS.explaining(history, 1));
  }

  @Test
  public void ofOthersOnlyTheLastItemsAreShown() {
    assertEquals(
        List.of("pan", "last"), LINKS.explaining(history("d", "jug", "cup", "pan", "last"), 2));
  }

  @Test
  public void eachItemStandsOnceAtItsLastEvent() {
    assertEquals(
        List.of("pan", "jug"), LINKS.explaining(history("w", "jug", "pan", "jug", "jug"), 9));
    assertEquals(List.of("jug"), LINKS.explaining(history("w", "jug", "pan"), 0));
  }
}
