package org.llmi2i.cooccurrence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.llmi2i.shards.StableHash;

/**
 * The baskets that touch a block of items, indexed both ways: by user and by item.
 *
 * <p>Items and users are numbered in the order of their ids, so that whatever is added up in the
 * order of numbers gives the same sum however the baskets arrived. About 40 bytes an interaction.
 */
public final class Block {
  private final String[] itemIds;
  private final String[] userIds;
  private final int[] userStarts;
  private final int[] userItems;
  private final double[] weights;
  private final int[] itemStarts;
  private final int[] itemUsers;
  private final boolean unitWeights;
  private final double[] norms;

  private Block(Builder builder) {
    int[] itemOrder = order(builder.itemIds);
    int[] userOrder = order(builder.userIds);
    itemIds = permute(builder.itemIds, itemOrder);
    userIds = permute(builder.userIds, userOrder);
    int[] itemRank = inverse(itemOrder);
    int interactions = builder.interactions;
    userStarts = new int[userIds.length + 1];
    userItems = new int[interactions];
    weights = new double[interactions];
    int at = 0;
    for (int user = 0; user < userIds.length; user++) {
      userStarts[user] = at;
      int from = builder.starts.get(userOrder[user]);
      int to =
          userOrder[user] + 1 < builder.starts.size()
              ? builder.starts.get(userOrder[user] + 1)
              : interactions;
      for (int i = from; i < to; i++) {
        // Baskets are sorted by item id, and ranks follow ids: the row stays sorted.
        userItems[at] = itemRank[builder.items[i]];
        weights[at++] = builder.weights[i];
      }
    }
    userStarts[userIds.length] = at;
    unitWeights = Arrays.stream(weights).allMatch(weight -> weight == 1);
    itemStarts = new int[itemIds.length + 1];
    itemUsers = new int[interactions];
    invert();
    norms = new double[itemIds.length];
  }

  private void invert() {
    for (int item : userItems) {
      itemStarts[item + 1]++;
    }
    for (int item = 0; item < itemIds.length; item++) {
      itemStarts[item + 1] += itemStarts[item];
    }
    int[] next = Arrays.copyOf(itemStarts, itemIds.length);
    for (int user = 0; user < userIds.length; user++) {
      for (int at = userStarts[user]; at < userStarts[user + 1]; at++) {
        itemUsers[next[userItems[at]]++] = user;
      }
    }
  }

  private static int[] order(List<String> ids) {
    return IntStream.range(0, ids.size())
        .boxed()
        .sorted((a, b) -> ids.get(a).compareTo(ids.get(b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static String[] permute(List<String> ids, int[] order) {
    return Arrays.stream(order).mapToObj(ids::get).toArray(String[]::new);
  }

  private static int[] inverse(int[] order) {
    int[] rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    return rank;
  }

  /** How many items there are, numbered from 0 in the order of their ids. */
  public int itemCount() {
    return itemIds.length;
  }

  /** How many users there are, numbered from 0 in the order of their ids. */
  public int userCount() {
    return userIds.length;
  }

  /** How many items a user has. */
  public int itemCount(int user) {
    return end(user) - start(user);
  }

  /** The place of a user's first interaction. */
  public int start(int user) {
    return userStarts[user];
  }

  /** The place behind a user's last interaction. */
  public int end(int user) {
    return userStarts[user + 1];
  }

  /** The item of the interaction at a place; a user's items ascend. */
  public int item(int at) {
    return userItems[at];
  }

  /** The weight of the interaction at a place. */
  public double weight(int at) {
    return weights[at];
  }

  /** The weight of a user's interaction with an item that they have. */
  public double weightOf(int user, int item) {
    return weights[Arrays.binarySearch(userItems, start(user), end(user), item)];
  }

  /** Whether every weight is 1. */
  public boolean unitWeights() {
    return unitWeights;
  }

  /** The users of an item, ascending. */
  public int[] usersOf(int item) {
    return Arrays.copyOfRange(itemUsers, itemStarts[item], itemStarts[item + 1]);
  }

  /**
   * The sum of an item's squared weights over all users, also those that do not touch the block.
   */
  public double norm(int item) {
    return norms[item];
  }

  /** A number that stands for an item and a user, the same in whatever block they meet. */
  public long hash(long seed, int item, int user) {
    return StableHash.of(seed, itemIds[item], userIds[user]);
  }

  String itemId(int item) {
    return itemIds[item];
  }

  void setNorm(int item, double norm) {
    norms[item] = norm;
  }

  /** Takes baskets in any order: for each, its user and then its interactions. */
  static final class Builder {
    private final List<String> itemIds = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> userIds = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private int[] items = new int[1024];
    private double[] weights = new double[1024];
    private int interactions;

    void user(String userId) {
      userIds.add(userId);
      starts.add(interactions);
    }

    /** The number that stands for an item until the block is built. */
    int itemNumber(String itemId) {
      return numbers.computeIfAbsent(
          itemId,
          id -> {
            itemIds.add(id);
            return itemIds.size() - 1;
          });
    }

    void interaction(int itemNumber, double weight) {
      if (interactions == items.length) {
        items = Arrays.copyOf(items, interactions * 2);
        weights = Arrays.copyOf(weights, interactions * 2);
      }
      items[interactions] = itemNumber;
      weights[interactions++] = weight;
    }

    Block build() {
      return new Block(this);
    }
  }
}
