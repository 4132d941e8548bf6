package org.llmi2i.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemStatistics;

/** Draws items that a user does not have, of those that the log and the catalogue know. */
final class RandomItems {
  /** Draws for each item that is wanted; they run out for a user who has nearly everything. */
  private static final int ATTEMPTS = 50;

  private final Map<String, ItemStatistics> catalog;
  private final List<String> titled;

  RandomItems(Map<String, ItemStatistics> catalog) {
    this.catalog = catalog;
    this.titled =
        catalog.values().stream()
            .filter(item -> item.getUsers() > 0 && !item.getTitle().isBlank())
            .map(ItemStatistics::getItemId)
            .sorted()
            .toList();
  }

  /** Every item by id. */
  Map<String, ItemStatistics> catalog() {
    return catalog;
  }

  /**
   * Items that the user has never had. No title is drawn twice, nor one that an item of theirs
   * bears: a model could not tell the two apart.
   *
   * @param count how many; fewer are drawn for a user who has nearly everything
   */
  List<String> draw(History history, int count, long seed) {
    Set<String> known = new HashSet<>();
    history.items().forEach(item -> known.add(title(item)));
    List<String> drawn = new ArrayList<>(count);
    for (int attempt = 0; attempt < ATTEMPTS * count && drawn.size() < count; attempt++) {
      if (titled.isEmpty()) {
        break;
      }
      long hash = StableHash.of(seed + attempt, history.userId(), "random item");
      String item = titled.get((int) Long.remainderUnsigned(hash, titled.size()));
      // An item that the user has is known by its title too.
      if (known.add(title(item))) {
        drawn.add(item);
      }
    }
    return drawn;
  }

  private String title(String item) {
    return catalog.get(item).getTitle().strip();
  }
}
