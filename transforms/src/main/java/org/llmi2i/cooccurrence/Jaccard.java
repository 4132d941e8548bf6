package org.llmi2i.cooccurrence;

/**
 * Jaccard's coefficient: the users of both among the users of either.
 *
 * <pre>
 * s(i, j) = c_ij / (n_i + n_j - c_ij)
 * </pre>
 *
 * <p>With weights other than 1 it is Tanimoto's extension to vectors.
 */
public final class Jaccard implements Similarity {
  private Jaccard() {}

  /** The only one: it has no parameters. */
  public static Jaccard create() {
    return new Jaccard();
  }

  @Override
  public String name() {
    return "jaccard";
  }

  @Override
  public Kernel on(Block block) {
    return UserSums.over(block, (i, j, c) -> c / (block.norm(i) + block.norm(j) - c));
  }
}
