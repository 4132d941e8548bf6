package org.llmi2i.cooccurrence;

/**
 * Lift: how many times more users have both than if items were taken independently.
 *
 * <pre>
 * s(i, j) = c_ij N / (n_i n_j)
 * </pre>
 *
 * <p>{@code N} is the number of users. 1 is independence; pairs of rare items reach the highest
 * values, so take a {@code minSupport} with it. Brin et al., "Dynamic Itemset Counting and
 * Implication Rules for Market Basket Data" (1997), as interest.
 */
public final class Lift implements Similarity {
  private Lift() {}

  /** The only one: it has no parameters. */
  public static Lift create() {
    return new Lift();
  }

  @Override
  public String name() {
    return "lift";
  }

  @Override
  public Kernel on(Block block) {
    double users = block.allUsers();
    return UserSums.over(block, (i, j, c) -> c * users / (block.norm(i) * block.norm(j)));
  }
}
