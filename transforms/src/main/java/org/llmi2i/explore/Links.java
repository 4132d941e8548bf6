package org.llmi2i.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.llmi2i.history.History;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;

/**
 * Says which part of a user's history explains what was written for the user: the items that stand
 * in a refined list together with one that was.
 */
final class Links {
  private final Map<String, Set<String>> itemsByUser = new HashMap<>();
  private final Map<String, Set<String>> linked = new HashMap<>();

  Links(Iterable<ExplorerEntry> entries) {
    for (ExplorerEntry entry : entries) {
      for (ExplorerPair pair : entry.getWritten()) {
        itemsOf(pair).add(entry.getItemId());
      }
      for (ExplorerPair pair : entry.getDropped()) {
        itemsOf(pair);
      }
      for (String neighbor : entry.getAfter()) {
        linked.computeIfAbsent(entry.getItemId(), item -> new HashSet<>()).add(neighbor);
        linked.computeIfAbsent(neighbor, item -> new HashSet<>()).add(entry.getItemId());
      }
    }
  }

  private Set<String> itemsOf(ExplorerPair pair) {
    return itemsByUser.computeIfAbsent(pair.getUserId(), user -> new HashSet<>());
  }

  /** Whether an entry names the user. */
  boolean names(String userId) {
    return itemsByUser.containsKey(userId);
  }

  /**
   * The items of a user's history that explain something, and the last in any case; each once, in
   * the order of their last events.
   *
   * @param last how many of the last
   */
  List<String> explaining(History history, int last) {
    Set<String> wanted = new HashSet<>();
    for (String item : itemsByUser.getOrDefault(history.userId(), Set.of())) {
      wanted.addAll(linked.getOrDefault(item, Set.of()));
    }
    List<String> all = history.lastItems(Integer.MAX_VALUE);
    List<String> explaining = new ArrayList<>();
    for (int at = 0; at < all.size(); at++) {
      if (at >= all.size() - last || wanted.contains(all.get(at))) {
        explaining.add(all.get(at));
      }
    }
    return explaining;
  }
}
