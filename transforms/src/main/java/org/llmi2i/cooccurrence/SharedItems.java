package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The items, other than one, that at least two of some users of that one have: for each user their
 * shared items, and for each shared item its holders. Users and items are numbered anew, from 0, in
 * the order given and in which they are met. One object serves for one item after the other.
 *
 * <p>Only what is shared can matter to a pair of users, so a walk over pairs need not walk
 * histories. About 16 bytes an interaction of these users, 16 more where the block is not plain.
 */
final class SharedItems {
  private final Block block;

  /** For each item of the log its number here plus 1, or 0; zeroed again after use. */
  private final int[] numbers;

  private int[] items = new int[64];
  private int size;

  /** By user: where their shared items start, and which these are. */
  int[] heldStarts = new int[64];

  int[] held = new int[257];

  /** By shared item: where its holders start, and who they are, ascending. */
  int[] holderStarts = new int[65];

  int[] holders = new int[256];

  /**
   * Beside {@link #holders}, what the two interactions of the holder multiply: that with the one
   * item and that with the shared one. Null if all are 1.
   */
  double @Nullable [] holderWeights;

  SharedItems(Block block) {
    this.block = block;
    numbers = new int[block.itemCount()];
    holderWeights = block.isPlain() ? null : new double[holders.length];
  }

  int size() {
    return size;
  }

  int item(int shared) {
    return items[shared];
  }

  /**
   * Finds what the users share.
   *
   * @param users of the item
   * @param counts how many of these users have each item
   */
  void find(int item, int[] users, Row counts) {
    number(item, counts);
    hold(users);
    int[] next = Arrays.copyOf(holderStarts, size);
    for (int user = 0; user < users.length; user++) {
      for (int at = heldStarts[user]; at < heldStarts[user + 1]; at++) {
        holders[next[held[at]]++] = user;
      }
    }
    if (holderWeights != null) {
      weigh(item, users);
    }
    for (int shared = 0; shared < size; shared++) {
      numbers[items[shared]] = 0;
    }
  }

  /** Numbers the shared items and makes room for their holders. */
  private void number(int item, Row counts) {
    if (items.length < counts.size()) {
      items = new int[2 * counts.size()];
      holderStarts = new int[items.length + 1];
    }
    size = 0;
    for (int at = 0; at < counts.size(); at++) {
      int other = counts.neighbor(at);
      if (other != item && counts.support(other) > 1) {
        items[size] = other;
        holderStarts[size + 1] = Math.addExact(holderStarts[size], counts.support(other));
        numbers[other] = ++size;
      }
    }
    int all = holderStarts[size];
    if (holders.length < all) {
      holders = new int[Math.addExact(all, all / 2)];
      held = new int[holders.length + 1];
      holderWeights = holderWeights == null ? null : new double[holders.length];
    }
  }

  private void hold(int[] users) {
    if (heldStarts.length <= users.length) {
      heldStarts = new int[2 * users.length];
    }
    int count = 0;
    for (int user = 0; user < users.length; user++) {
      heldStarts[user] = count;
      for (int at = block.start(users[user]); at < block.end(users[user]); at++) {
        int number = numbers[block.item(at)];
        // Without a branch, for whether an item is shared cannot be foretold.
        held[count] = number - 1;
        count += -number >>> (Integer.SIZE - 1);
      }
    }
    heldStarts[users.length] = count;
  }

  private void weigh(int item, int[] users) {
    int[] next = Arrays.copyOf(holderStarts, size);
    for (int user : users) {
      int itemAt = block.place(user, item);
      double weight = block.weight(itemAt);
      for (int at = block.start(user); at < block.end(user); at++) {
        int number = numbers[block.item(at)];
        if (number > 0) {
          holderWeights[next[number - 1]++] =
              weight * (block.weight(at) * block.direction(itemAt, at));
        }
      }
    }
  }
}
