package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;

/**
 * Conditional probability, less what popularity explains: of the users of i, how many have j.
 *
 * <pre>
 * s(i, j) = c_ij / (n_i n_j^gamma)
 * </pre>
 *
 * <p>It is not symmetric. Karypis, "Evaluation of Item-Based Top-N Recommendation Algorithms"
 * (2001).
 */
@AutoValue
public abstract class Conditional implements Similarity {
  public abstract double gamma();

  /** Gamma 0.5. */
  public static Conditional create() {
    return new AutoValue_Conditional(0.5);
  }

  /**
   * How much popular neighbors are held back, 0 to 1; default 0.5. 0 is the bare probability, which
   * recommends what everyone has.
   */
  public Conditional withGamma(double gamma) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma: must be from 0 to 1, got " + gamma);
    }
    return new AutoValue_Conditional(gamma);
  }

  @Override
  public final String name() {
    return "conditional";
  }

  @Override
  public final Kernel on(Block block) {
    return UserSums.over(
        block, (i, j, c) -> c / (block.norm(i) * Math.pow(block.norm(j), gamma())));
  }
}
