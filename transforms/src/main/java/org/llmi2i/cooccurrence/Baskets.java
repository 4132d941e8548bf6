package org.llmi2i.cooccurrence;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.llmi2i.shards.StableHash;

/**
 * Which users count, and which of their items.
 *
 * @param min a user's distinct items, at least
 * @param max a user's distinct items, at most
 * @param onExcess what becomes of users above the maximum
 * @param seed draws the items that remain
 */
record Baskets(int min, int max, CoOccurrence.OnExcess onExcess, long seed)
    implements Serializable {

  /** Whether a user of so many distinct items counts. */
  boolean accept(int items) {
    return items >= min && (items <= max || onExcess == CoOccurrence.OnExcess.SAMPLE);
  }

  /** Whether only a draw of so many distinct items counts. */
  boolean exceeds(int items) {
    return items > max;
  }

  /** The items that count of too many: drawn by a hash, so that their order does not matter. */
  Set<String> draw(String userId, Collection<String> items) {
    return items.stream()
        .sorted(
            Comparator.comparingLong((String item) -> StableHash.of(seed, userId, item))
                .thenComparing(Comparator.naturalOrder()))
        .limit(max)
        .collect(Collectors.toSet());
  }
}
