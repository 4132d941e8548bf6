package org.llmi2i.cooccurrence;

import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How near two items are, given the users of both.
 *
 * <p>Notation: {@code U_i} the users of item i, {@code I_u} the items of user u, {@code w_ui} the
 * weight of u's interaction with i (1 unless stated), {@code c_ij} the sum of {@code w_ui w_uj}
 * over users of both, {@code n_i} the sum of {@code w_ui^2} over users of i. With weights of 1,
 * {@code c_ij} and {@code n_i} are numbers of users.
 */
public interface Similarity extends Serializable {

  /** The name that tables carry, such as {@code swing}. */
  String name();

  /** What replaces the weights of interactions before they are added up; null to keep them. */
  default @Nullable Weighting weighting() {
    return null;
  }

  /** Weighs an interaction by what the whole log says of its item. */
  @FunctionalInterface
  interface Weighting extends Serializable {

    /**
     * The weight that counts.
     *
     * @param log the whole log
     * @param item the item's number in it
     * @param items how many items the user has
     * @param weight the interaction's own weight
     */
    double of(Log log, int item, int items, double weight);
  }

  /** What is known of a whole log. */
  interface Log {

    /** How many items there are. */
    int itemCount();

    /** The sum of an item's weights over its users. */
    double length(int item);

    /** The mean length of the items. */
    double meanLength();
  }

  /** Starts on a block. The kernel serves one thread. */
  Kernel on(Block block);

  /** Computes whole rows of one block. */
  interface Kernel {

    /** Whether {@link #accumulate} only counts, and sums are numbers of users. */
    boolean countsOnly();

    /**
     * Whether an item's row is the sum of the rows that parts of its users give, as where each user
     * adds something of their own. Then a row of very many users is put together from what many
     * workers made of theirs.
     */
    default boolean isAdditive() {
      return false;
    }

    /** Adds to the empty row what each neighbor of the item gets from each user. */
    void accumulate(int item, Row row);

    /** The score of a neighbor that has gathered this sum. */
    double score(int item, int neighbor, double sum);

    /**
     * Puts scores in the place of sums, as {@link #score} gives them one by one.
     *
     * @param neighbors their first {@code count} are looked at
     * @param sums what each has gathered; then, its score
     */
    default void scores(int item, int[] neighbors, double[] sums, int count) {
      for (int at = 0; at < count; at++) {
        sums[at] = score(item, neighbors[at], sums[at]);
      }
    }
  }
}
