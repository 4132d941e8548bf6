package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;
import java.util.Arrays;

/**
 * Swing: two items are near if many pairs of users have both, and have little else in common.
 *
 * <pre>
 * s(i, j) = sum over pairs u &lt; v of U_i and U_j of  w_u w_v / (alpha2 + |I_u and I_v|)
 * w_u     = 1 / (|I_u| + alpha1)^beta
 * </pre>
 *
 * <p>An interaction's weight multiplies its user's part: {@code w_u w_ui w_uj}. The formula is that
 * of Yang et al., "Large Scale Product Graph Construction for Recommendation in E-commerce" (arXiv
 * 2010.05525), with the user weights that Flink ML and Alink give it.
 *
 * <p>The cost of a row is quadratic in the item's users, so at most {@link #withMaxUserNumPerItem}
 * of them count; they are drawn by a hash of seed, item and user, not by order of arrival.
 */
@AutoValue
public abstract class Swing implements Similarity {
  public abstract double alpha1();

  public abstract double alpha2();

  public abstract double beta();

  public abstract int maxUserNumPerItem();

  public abstract long seed();

  /** alpha1 = 15, alpha2 = 0, beta = 0.3, at most 1,000 users an item, seed 0. */
  public static Swing create() {
    return new AutoValue_Swing(15, 0, 0.3, 1000, 0L);
  }

  /** Evens out users of few items and of many; at least 0, default 15. */
  public Swing withAlpha1(double alpha1) {
    requireAtLeastZero("alpha1", alpha1);
    return new AutoValue_Swing(alpha1, alpha2(), beta(), maxUserNumPerItem(), seed());
  }

  /** Evens out pairs of users with little and with much in common; at least 0, default 0. */
  public Swing withAlpha2(double alpha2) {
    requireAtLeastZero("alpha2", alpha2);
    return new AutoValue_Swing(alpha1(), alpha2, beta(), maxUserNumPerItem(), seed());
  }

  /** How much less a user of many items counts; at least 0 (all the same), default 0.3. */
  public Swing withBeta(double beta) {
    requireAtLeastZero("beta", beta);
    return new AutoValue_Swing(alpha1(), alpha2(), beta, maxUserNumPerItem(), seed());
  }

  /** How many users of an item count in its row, at most; at least 2, default 1,000. */
  public Swing withMaxUserNumPerItem(int maxUserNumPerItem) {
    if (maxUserNumPerItem < 2) {
      throw new IllegalArgumentException(
          "maxUserNumPerItem: must be at least 2, got " + maxUserNumPerItem);
    }
    return new AutoValue_Swing(alpha1(), alpha2(), beta(), maxUserNumPerItem, seed());
  }

  /** Seeds the draw of an item's users; any number, default 0. */
  public Swing withSeed(long seed) {
    return new AutoValue_Swing(alpha1(), alpha2(), beta(), maxUserNumPerItem(), seed);
  }

  private static void requireAtLeastZero(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }

  @Override
  public final String name() {
    return "swing";
  }

  @Override
  public final Kernel on(Block block) {
    return new SwingKernel(block);
  }

  private final class SwingKernel implements Kernel {
    private final Block block;
    private final double[] userWeight;

    /** For each item 1 if the marked user has it, else 0: a number, so that it can be added. */
    private final byte[] marked;

    /** The items that two users share. */
    private int[] shared = new int[64];

    SwingKernel(Block block) {
      this.block = block;
      userWeight = new double[block.userCount()];
      for (int user = 0; user < userWeight.length; user++) {
        userWeight[user] = Math.pow(block.itemCount(user) + alpha1(), -beta());
      }
      marked = new byte[block.itemCount()];
    }

    @Override
    public boolean countsOnly() {
      return false;
    }

    @Override
    public void accumulate(int item, Row row) {
      int[] users = block.usersOf(item);
      for (int user : users) {
        for (int at = block.start(user); at < block.end(user); at++) {
          row.count(block.item(at));
        }
      }
      int[] drawn = draw(item, users);
      for (int first = 0; first < drawn.length - 1; first++) {
        mark(drawn[first], 1);
        for (int second = first + 1; second < drawn.length; second++) {
          addPair(item, drawn[first], drawn[second], row);
        }
        mark(drawn[first], 0);
      }
    }

    private void mark(int user, int mark) {
      for (int at = block.start(user); at < block.end(user); at++) {
        marked[block.item(at)] = (byte) mark;
      }
    }

    /** Adds what the marked user and another one give to every item that they share. */
    private void addPair(int item, int first, int second, Row row) {
      int start = block.start(second);
      int end = block.end(second);
      if (shared.length < end - start) {
        shared = new int[2 * (end - start)];
      }
      int count = 0;
      for (int at = start; at < end; at++) {
        int other = block.item(at);
        // Without a branch, for whether an item is shared cannot be foretold.
        shared[count] = other;
        count += marked[other];
      }
      if (count == 1) {
        return;
      }
      double part = userWeight[first] * userWeight[second] / (alpha2() + count);
      if (block.isPlain()) {
        for (int i = 0; i < count; i++) {
          row.add(shared[i], part);
        }
      } else {
        double ofFirst = block.weight(block.place(first, item));
        double ofSecond = block.weight(block.place(second, item));
        for (int i = 0; i < count; i++) {
          row.add(
              shared[i],
              part
                  * (ofFirst * interaction(first, item, shared[i]))
                  * (ofSecond * interaction(second, item, shared[i])));
        }
      }
    }

    /** What a user's interaction with a neighbor of the item counts. */
    private double interaction(int user, int item, int neighbor) {
      int at = block.place(user, neighbor);
      return block.weight(at) * block.direction(block.place(user, item), at);
    }

    /** The users that count, those of most items first: marking them saves the most. */
    private int[] draw(int item, int[] users) {
      int count = Math.min(users.length, maxUserNumPerItem());
      int[] drawn = users;
      if (count < users.length) {
        long[] hashes = new long[users.length];
        for (int i = 0; i < users.length; i++) {
          hashes[i] = block.hash(seed(), item, users[i]);
        }
        int[] order = SortedHashes.order(hashes);
        drawn = new int[count];
        for (int i = 0; i < count; i++) {
          drawn[i] = users[order[i]];
        }
      }
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) {
        keys[i] = ((long) -block.itemCount(drawn[i]) << Integer.SIZE) | drawn[i];
      }
      Arrays.sort(keys);
      for (int i = 0; i < count; i++) {
        drawn[i] = (int) keys[i];
      }
      return drawn;
    }

    @Override
    public double score(int item, int neighbor, double sum) {
      return sum;
    }
  }
}
