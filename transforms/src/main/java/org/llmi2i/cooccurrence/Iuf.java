package org.llmi2i.cooccurrence;

/**
 * Cosine in which a user counts less, the more items they have.
 *
 * <pre>
 * s(i, j) = (sum over users of both of w_ui w_uj / log(1 + |I_u|)) / sqrt(n_i n_j)
 * </pre>
 *
 * <p>The logarithm is natural. A user who buys everything says little of any pair: Breese,
 * Heckerman and Kadie, "Empirical Analysis of Predictive Algorithms for Collaborative Filtering"
 * (1998), call it the inverse user frequency.
 */
public final class Iuf implements Similarity {
  private Iuf() {}

  /** The only one: it has no parameters. */
  public static Iuf create() {
    return new Iuf();
  }

  @Override
  public String name() {
    return "iuf";
  }

  @Override
  public Kernel on(Block block) {
    return UserSums.over(
        block,
        items -> 1 / Math.log1p(items),
        (i, j, c) -> c / Math.sqrt(block.norm(i) * block.norm(j)));
  }
}
