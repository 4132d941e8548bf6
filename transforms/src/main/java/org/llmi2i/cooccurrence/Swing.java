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

    /** For each item its place in the marked user's history, plus 1; 0 where they lack it. */
    private final int[] place;

    /** Places in both users' histories of the items that they share. */
    private int[] here = new int[64];

    private int[] there = new int[64];

    SwingKernel(Block block) {
      this.block = block;
      userWeight = new double[block.userCount()];
      for (int user = 0; user < userWeight.length; user++) {
        userWeight[user] = Math.pow(block.itemCount(user) + alpha1(), -beta());
      }
      place = new int[block.itemCount()];
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
        int user = drawn[first];
        for (int at = block.start(user); at < block.end(user); at++) {
          place[block.item(at)] = at + 1;
        }
        for (int second = first + 1; second < drawn.length; second++) {
          addPair(item, user, drawn[second], row);
        }
        for (int at = block.start(user); at < block.end(user); at++) {
          place[block.item(at)] = 0;
        }
      }
    }

    /** Adds what the marked user and another one give to every item that they share. */
    private void addPair(int item, int marked, int other, Row row) {
      int size = block.itemCount(other);
      if (here.length < size) {
        here = new int[size * 2];
        there = new int[size * 2];
      }
      int shared = 0;
      int itemAt = -1;
      for (int at = block.start(other); at < block.end(other); at++) {
        int markedAt = place[block.item(at)] - 1;
        if (markedAt >= 0) {
          here[shared] = markedAt;
          there[shared] = at;
          itemAt = block.item(at) == item ? shared : itemAt;
          shared++;
        }
      }
      double part = userWeight[marked] * userWeight[other] / (alpha2() + shared);
      boolean plain = block.isPlain();
      if (!plain) {
        part *= block.weight(here[itemAt]) * block.weight(there[itemAt]);
      }
      for (int i = 0; i < shared; i++) {
        int neighbor = block.item(there[i]);
        if (neighbor != item) {
          row.add(neighbor, plain ? part : part * ofBoth(itemAt, i));
        }
      }
    }

    /** What the two users' interactions with a shared neighbor count. */
    private double ofBoth(int itemAt, int neighborAt) {
      return block.weight(here[neighborAt])
          * block.direction(here[itemAt], here[neighborAt])
          * block.weight(there[neighborAt])
          * block.direction(there[itemAt], there[neighborAt]);
    }

    /** The users that count, those of most items first: marking them saves the most. */
    private int[] draw(int item, int[] users) {
      Integer[] order = new Integer[users.length];
      Arrays.setAll(order, i -> users[i]);
      int count = Math.min(users.length, maxUserNumPerItem());
      if (count < users.length) {
        long[] hash = new long[block.userCount()];
        for (int user : users) {
          hash[user] = block.hash(seed(), item, user);
        }
        Arrays.sort(
            order,
            (a, b) -> hash[a] != hash[b] ? Long.compare(hash[a], hash[b]) : Integer.compare(a, b));
      }
      Arrays.sort(
          order,
          0,
          count,
          (a, b) -> {
            int bySize = Integer.compare(block.itemCount(b), block.itemCount(a));
            return bySize != 0 ? bySize : Integer.compare(a, b);
          });
      return Arrays.stream(order, 0, count).mapToInt(Integer::intValue).toArray();
    }

    @Override
    public double score(int item, int neighbor, double sum) {
      return sum;
    }
  }
}
