package org.llmi2i.cooccurrence;

import java.io.Serializable;

/**
 * How near two items are, given the users of both.
 *
 * <p>Notation: {@code U_i} the users of item i, {@code I_u} the items of user u, {@code w_ui} the
 * weight of u's interaction with i (1 unless stated).
 */
public interface Similarity extends Serializable {

  /** The name that tables carry, such as {@code swing}. */
  String name();

  /** Whether {@link Block#norm} is needed; it costs a pass over the histories. */
  boolean usesNorms();

  /** Starts on a block. The kernel serves one thread. */
  Kernel on(Block block);

  /** Computes whole rows of one block. */
  interface Kernel {

    /** Adds to the empty row what each neighbor of the item gets from each user. */
    void accumulate(int item, Row row);

    /** The score of a neighbor that has gathered this sum. */
    double score(int item, int neighbor, double sum);
  }
}
