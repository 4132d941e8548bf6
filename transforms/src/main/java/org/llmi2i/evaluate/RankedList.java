package org.llmi2i.evaluate;

import java.util.List;

/**
 * What an I2I table recommends to a user.
 *
 * @param items best first
 * @param candidates how many distinct items there were to choose from
 * @param triggersWithRow how many of the user's triggers have any neighbor
 */
record RankedList(List<String> items, int candidates, int triggersWithRow) {
  RankedList {
    items = List.copyOf(items);
  }
}
