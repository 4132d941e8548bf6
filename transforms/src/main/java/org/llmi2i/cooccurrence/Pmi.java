package org.llmi2i.cooccurrence;

/**
 * Pointwise mutual information, in bits: the logarithm of {@link Lift}.
 *
 * <pre>
 * s(i, j) = log2(c_ij N / (n_i n_j))
 * </pre>
 *
 * <p>0 is independence, below it are items that avoid each other. Church and Hanks, "Word
 * Association Norms, Mutual Information, and Lexicography" (1990).
 */
public final class Pmi implements Similarity {
  private Pmi() {}

  /** The only one: it has no parameters. */
  public static Pmi create() {
    return new Pmi();
  }

  @Override
  public String name() {
    return "pmi";
  }

  @Override
  public Kernel on(Block block) {
    double users = block.allUsers();
    double log2 = Math.log(2);
    return UserSums.over(
        block, (i, j, c) -> Math.log(c * users / (block.norm(i) * block.norm(j))) / log2);
  }
}
