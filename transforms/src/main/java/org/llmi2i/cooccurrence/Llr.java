package org.llmi2i.cooccurrence;

/**
 * Log-likelihood ratio: how sure it is that two items are not taken independently.
 *
 * <pre>
 * s(i, j) = 2 (H(rows) + H(columns) - H(matrix)),  H(counts) = S log S - sum of x log x,  S = sum of x
 * matrix  = [[c_ij, n_i - c_ij], [n_j - c_ij, N - n_i - n_j + c_ij]]
 * </pre>
 *
 * <p>{@code N} is the number of users, the logarithm natural. Unnormalised, and high for items that
 * avoid each other too. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence"
 * (1993). With weights other than 1 the cells are no counts: one below 0 is taken as 0, and the
 * ratio is a heuristic.
 */
public final class Llr implements Similarity {
  private Llr() {}

  /** The only one: it has no parameters. */
  public static Llr create() {
    return new Llr();
  }

  @Override
  public String name() {
    return "llr";
  }

  @Override
  public Kernel on(Block block) {
    double users = block.allUsers();
    return UserSums.over(
        block,
        (i, j, c) ->
            ratio(
                c,
                block.norm(i) - c,
                block.norm(j) - c,
                users - block.norm(i) - block.norm(j) + c));
  }

  /**
   * The ratio of a table of two by two counts.
   *
   * @param both how many have both
   * @param first how many have the first only
   * @param second how many have the second only
   * @param neither how many have none
   */
  static double ratio(double both, double first, double second, double neither) {
    double all = xLogX(both + first + second + neither);
    double rows = all - xLogX(both + first) - xLogX(second + neither);
    double columns = all - xLogX(both + second) - xLogX(first + neither);
    double matrix = all - xLogX(both) - xLogX(first) - xLogX(second) - xLogX(neither);
    // Where the items are independent, rounding may leave less than nothing.
    return Math.max(0, 2 * (rows + columns - matrix));
  }

  private static double xLogX(double x) {
    return x <= 0 ? 0 : x * Math.log(x);
  }
}
