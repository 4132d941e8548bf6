package org.llmi2i.cooccurrence;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.shards.StableHash;

/**
 * The baskets that touch a block of items, indexed both ways: by user, and by item for the block's
 * own items.
 *
 * <p>Items have their numbers in the whole log, which follow their ids; users are put in the order
 * of a hash. So whatever is added up in the order of users gives the same sum however the baskets
 * arrived. About 8 bytes an interaction, twice as much where weights are not all 1.
 */
public final class Block {
  private final ItemIndex index;
  private final ItemRanges.Range own;
  private final double backwardWeight;
  private final long[] users;

  /** Of every user, where the interactions start, in the upper half, and where they end. */
  private final long[] spans;

  private final int[] items;
  private final double @Nullable [] weights;
  private final int @Nullable [] moments;
  private final int[] ownStarts;
  private final int[] ownUsers;

  private Block(Builder builder) {
    index = builder.index;
    own = builder.own;
    backwardWeight = builder.backwardWeight;
    users = new long[builder.userCount];
    spans = new long[builder.userCount];
    int[] order = SortedHashes.order(builder.users, builder.userCount);
    for (int user = 0; user < order.length; user++) {
      users[user] = builder.users[order[user]];
      spans[user] = builder.span(order[user]);
    }
    items = builder.items;
    weights = builder.weights;
    moments = builder.moments;
    ownStarts = builder.ownCounts;
    ownUsers = invert();
  }

  private int[] invert() {
    for (int place = 0; place + 1 < ownStarts.length; place++) {
      ownStarts[place + 1] += ownStarts[place];
    }
    int[] next = Arrays.copyOf(ownStarts, ownStarts.length);
    int[] usersOfOwn = new int[ownStarts[ownStarts.length - 1]];
    for (int user = 0; user < users.length; user++) {
      int end = end(user);
      for (int at = start(user); at < end; at++) {
        int place = own.place(items[at]);
        if (place >= 0) {
          usersOfOwn[next[place]++] = user;
        }
      }
    }
    return usersOfOwn;
  }

  /** How many items the whole log has, numbered from 0 in the order of their ids. */
  public int itemCount() {
    return index.itemCount();
  }

  /** How many users touch the block, numbered from 0. */
  public int userCount() {
    return users.length;
  }

  /** How many users the whole log has. */
  public long allUsers() {
    return index.users();
  }

  /** How many items a user has. */
  public int itemCount(int user) {
    return end(user) - start(user);
  }

  /** The place of a user's first interaction. */
  public int start(int user) {
    return (int) (spans[user] >>> Integer.SIZE);
  }

  /** The place behind a user's last interaction. */
  public int end(int user) {
    return (int) spans[user];
  }

  /** The item of the interaction at a place; a user's items ascend. */
  public int item(int at) {
    return items[at];
  }

  /** Counts a user in the row of one of their items. */
  void count(int user, Row row) {
    row.count(items, start(user), end(user));
  }

  /** The weight of the interaction at a place. */
  public double weight(int at) {
    return weights == null ? 1 : weights[at];
  }

  /** The place of a user's interaction with an item that they have. */
  public int place(int user, int item) {
    return Arrays.binarySearch(items, start(user), end(user), item);
  }

  /**
   * What the order of two interactions of one user multiplies: 1 if the neighbor was met no earlier
   * than the item, the weight of looking backward if it was.
   *
   * @param itemAt the place of the item
   * @param neighborAt the place of the neighbor
   */
  public double direction(int itemAt, int neighborAt) {
    return moments == null || moments[neighborAt] >= moments[itemAt] ? 1 : backwardWeight;
  }

  /** Whether every weight is 1 and no direction counts less: then sums are numbers of users. */
  public boolean isPlain() {
    return weights == null && moments == null;
  }

  /** The users of one of the block's own items, ascending. */
  public int[] usersOf(int item) {
    int place = own.place(item);
    return Arrays.copyOfRange(ownUsers, ownStarts[place], ownStarts[place + 1]);
  }

  /** The sum of an item's squared weights over all users of the log. */
  public double norm(int item) {
    return index.norm(item);
  }

  /** A number that stands for an item and a user, the same in whatever block they meet. */
  public long hash(long seed, int item, int user) {
    return StableHash.of(seed ^ users[user], index.id(item));
  }

  ItemRanges.Range own() {
    return own;
  }

  ItemIds ids() {
    return index.ids();
  }

  /** Takes baskets in any order: for each, its user and then its interactions. */
  static final class Builder {
    private final ItemIndex index;
    private final ItemRanges.Range own;
    private final Similarity.@Nullable Weighting weighting;
    private final boolean withMoments;
    private final double backwardWeight;
    private long[] users = new long[1024];
    private int[] starts = new int[1024];
    private int userCount;
    private int userItems;
    private int[] items = new int[8192];
    private double @Nullable [] weights;
    private int @Nullable [] moments;
    private int interactions;

    /** Of the block's own items, how many users have the one before. */
    private final int[] ownCounts;

    /**
     * A builder.
     *
     * @param weighting replaces the weights, if there is one
     * @param backwardWeight what a neighbor counts that was met before the item; with 1, the order
     *     of a history does not matter
     */
    Builder(
        ItemIndex index,
        ItemRanges.Range own,
        Similarity.@Nullable Weighting weighting,
        double backwardWeight) {
      this.index = index;
      this.weighting = weighting;
      this.own = own;
      ownCounts = new int[own.count() + 1];
      this.backwardWeight = backwardWeight;
      withMoments = backwardWeight != 1;
      moments = withMoments ? new int[items.length] : null;
    }

    /** Begins a user of so many items. */
    void user(long user, int itemsOfUser) {
      userItems = itemsOfUser;
      if (userCount == users.length) {
        users = Arrays.copyOf(users, userCount * 2);
        starts = Arrays.copyOf(starts, userCount * 2);
      }
      users[userCount] = user;
      starts[userCount++] = interactions;
    }

    void interaction(int item, double ownWeight, int moment) {
      double weight =
          weighting == null ? ownWeight : weighting.of(index, item, userItems, ownWeight);
      if (interactions == items.length) {
        grow(Math.addExact(interactions, interactions / 2));
      }
      if (weight != 1 && weights == null) {
        weights = new double[items.length];
        Arrays.fill(weights, 0, interactions, 1);
      }
      items[interactions] = item;
      if (weights != null) {
        weights[interactions] = weight;
      }
      if (moments != null) {
        moments[interactions] = moment;
      }
      interactions++;
      int place = own.place(item);
      if (place >= 0) {
        ownCounts[place + 1]++;
      }
    }

    private long span(int user) {
      int end = user + 1 < userCount ? starts[user + 1] : interactions;
      return ((long) starts[user] << Integer.SIZE) | end;
    }

    private void grow(int length) {
      items = Arrays.copyOf(items, length);
      weights = weights == null ? null : Arrays.copyOf(weights, length);
      moments = moments == null ? null : Arrays.copyOf(moments, length);
    }

    Block build() {
      return new Block(this);
    }
  }
}
