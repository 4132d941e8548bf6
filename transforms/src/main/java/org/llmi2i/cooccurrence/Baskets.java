package org.llmi2i.cooccurrence;

import java.io.Serializable;
import java.util.Optional;
import org.llmi2i.history.History;

/**
 * Which histories count, and what of them.
 *
 * @param min a user's distinct items, at least
 * @param max a user's distinct items, at most
 * @param onExcess what becomes of users above the maximum
 * @param seed draws the items that remain
 */
record Baskets(int min, int max, CoOccurrence.OnExcess onExcess, long seed)
    implements Serializable {

  Optional<Basket> of(History history) {
    return Basket.of(history, min, max, onExcess == CoOccurrence.OnExcess.DROP, seed);
  }
}
