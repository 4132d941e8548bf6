package org.llmi2i.explore;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/** {@link ExplorerJson}: the text, its order, its length, and what is not in it. */
public class ExplorerJsonTest {
  private static final String EXCHANGE = "0123456789abcdef0123";

  private static final ExplorerEntry MUG =
      ExplorerEntry.newBuilder()
          .setItemId("mug")
          .setBefore(List.of("jug"))
          .setBeforeSupports(List.of(3L))
          .setAfter(List.of("cup", "jug"))
          .setAfterSupports(List.of(5L, 4L))
          .setWritten(List.of(new ExplorerPair("Ann", 0.75, EXCHANGE)))
          .setWrittenCount(9)
          .setDropped(List.of(new ExplorerPair("Bob", 0.0126, EXCHANGE), pair("Cid")))
          .setDroppedCount(2)
          .build();

  private static final ExplorerEntry JUG = ExplorerEntry.newBuilder().setItemId("jug").build();

  private static final ExplorerJson JSON =
      new ExplorerJson(
          catalog(
              statistics("cup", "<b>Cup</b>", ItemClass.HEAD),
              statistics("jug"),
              statistics("mug", "", ItemClass.TAIL),
              statistics("pan")),
          Map.of("Ann", List.of("pan", "cup")),
          1);

  @Test
  public void everythingIsANumberOfAList() {
    assertEquals(
        "{\"entries\":["
            + "{\"before\":[1,3],\"after\":[2,5,1,4],\"written\":[2,750,0],"
            + "\"dropped\":[1,13,0,0,-1,-1],\"writtenCount\":9,\"droppedCount\":2},"
            + "{\"before\":[],\"after\":[],\"written\":[],\"dropped\":[],"
            + "\"writtenCount\":0,\"droppedCount\":0}],"
            + "\"users\":[[],[],[3,2]],"
            + "\"exchanges\":[\"0123456789abcdef\"],"
            + "\"items\":[[\"mug\",\"\",1,\"TAIL\"],[\"jug\",\"title of jug\",1,\"HEAD\"],"
            + "[\"cup\",\"<b>Cup</b>\",1,\"HEAD\"],[\"pan\",\"title of pan\",1,\"HEAD\"]]}",
        JSON.of(List.of(MUG, JUG)));
  }

  @Test
  public void noUserIsNamed() {
    String text = JSON.of(List.of(MUG, JUG));
    for (String user : List.of("Ann", "Bob", "Cid")) {
      assertFalse(text, text.contains(user));
    }
  }

  @Test
  public void itemsToRefineComeFirstThenThoseOfTheMostUsers() {
    List<ItemStatistics> items = new ArrayList<>();
    items.add(item("few", 1, 0));
    items.add(item("most", 9, 0));
    items.add(item("alike", 9, 0));
    items.add(item("target", 2, 3));
    items.add(item("bigger target", 3, 3));
    items.sort(ExplorerJson.order());
    assertEquals(
        List.of("bigger target", "target", "alike", "most", "few"),
        items.stream().map(ItemStatistics::getItemId).toList());
  }

  @Test
  public void whatHasNoRoomIsLeftOutFromTheEnd() {
    List<ExplorerEntry> all = List.of(MUG, JUG);
    assertEquals(List.of(JUG, MUG), JSON.fitting(all, 10_000));
    assertEquals(List.of(JUG), JSON.fitting(all, 300));
    assertEquals(List.of(), JSON.fitting(all, 100));
    assertEquals(List.of(), JSON.fitting(List.of(), 100));
  }

  @Test
  public void theRoomThatIsReckonedIsAboutTheRoomThatIsTaken() {
    List<ExplorerEntry> entries = new ArrayList<>();
    Map<String, ItemStatistics> catalog = new TreeMap<>();
    Map<String, List<String>> histories = new TreeMap<>();
    for (int at = 0; at < 500; at++) {
      List<String> neighbors = new ArrayList<>();
      List<ExplorerPair> pairs = new ArrayList<>();
      for (int near = 0; near < 20; near++) {
        neighbors.add("item" + (at * 7 + near) % 500);
        pairs.add(new ExplorerPair("user" + (at * 3 + near), 0.5, "exchange" + at + near));
        histories.put("user" + (at * 3 + near), neighbors);
      }
      catalog.put("item" + at, statistics("item" + at));
      entries.add(
          ExplorerEntry.newBuilder()
              .setItemId("item" + at)
              .setAfter(neighbors)
              .setAfterSupports(neighbors.stream().map(neighbor -> 12L).toList())
              .setWritten(pairs)
              .build());
    }
    ExplorerJson json = new ExplorerJson(catalog, histories, 1);
    for (long room : new long[] {100_000, 200_000, 400_000}) {
      int length = json.of(json.fitting(entries, room)).length();
      assertTrue(length + " in " + room, length < room && length > room / 2);
    }
  }

  @Test
  public void aTitleThatIsFarTooLongIsCut() {
    // Two chars a letter: a cut must not part them.
    String letter = "\ud835\udd38";
    ExplorerJson json =
        new ExplorerJson(
            catalog(statistics("jug", letter.repeat(161), ItemClass.HEAD)), Map.of(), 1);
    assertTrue(json.of(List.of(JUG)).contains("\"" + letter.repeat(160) + "…\""));
  }

  private static ExplorerPair pair(String user) {
    return new ExplorerPair(user, null, "");
  }

  private static ItemStatistics item(String id, long users, int target) {
    ItemStatistics item = statistics(id);
    item.setUsers(users);
    item.setSyntheticTarget(target);
    return item;
  }

  private static Map<String, ItemStatistics> catalog(ItemStatistics... items) {
    Map<String, ItemStatistics> catalog = new TreeMap<>();
    for (ItemStatistics item : items) {
      catalog.put(item.getItemId(), item);
    }
    return catalog;
  }
}
