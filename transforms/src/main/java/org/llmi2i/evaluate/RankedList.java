package org.llmi2i.evaluate;

/** What an I2I table recommends to a user. */
final class RankedList {
  private final IdNumbers ids;
  private final int[] numbers;
  private final int candidates;
  private final int triggersWithRow;

  /**
   * A list.
   *
   * @param ids of the table's items by number
   * @param numbers of the items, best first
   * @param candidates how many distinct items there were to choose from
   * @param triggersWithRow how many of the user's triggers have any neighbor
   */
  RankedList(IdNumbers ids, int[] numbers, int candidates, int triggersWithRow) {
    this.ids = ids;
    this.numbers = numbers;
    this.candidates = candidates;
    this.triggersWithRow = triggersWithRow;
  }

  /** The numbers of the items in the table, best first. */
  int[] numbers() {
    return numbers;
  }

  /** The place of an item from 1, or 0 if it is not in the list. */
  int rank(String item) {
    int number = ids.of(item);
    for (int at = 0; number >= 0 && at < numbers.length; at++) {
      if (numbers[at] == number) {
        return at + 1;
      }
    }
    return 0;
  }

  /** How many distinct items there were to choose from. */
  int candidates() {
    return candidates;
  }

  /** How many of the user's triggers have any neighbor. */
  int triggersWithRow() {
    return triggersWithRow;
  }
}
