package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;

/**
 * Cosine of the items' vectors over users.
 *
 * <pre>
 * s(i, j) = c_ij / (sqrt(n_i n_j) + shrinkage)
 * </pre>
 */
@AutoValue
public abstract class Cosine implements Similarity {
  public abstract double shrinkage();

  /** No shrinkage. */
  public static Cosine create() {
    return new AutoValue_Cosine(0);
  }

  /**
   * Trusts pairs of few users less; at least 0, default 0. In users: a pair of items with that many
   * users each loses half its score. It raises overall recall and lowers that of the tail.
   */
  public Cosine withShrinkage(double shrinkage) {
    if (!(shrinkage >= 0) || Double.isInfinite(shrinkage)) {
      throw new IllegalArgumentException("shrinkage: must be at least 0, got " + shrinkage);
    }
    return new AutoValue_Cosine(shrinkage);
  }

  @Override
  public final String name() {
    return "cosine";
  }

  @Override
  public final Kernel on(Block block) {
    return UserSums.over(block, new Angles(block, shrinkage()));
  }

  private record Angles(Block block, double shrinkage) implements UserSums.Score {
    @Override
    public double of(int item, int neighbor, double common) {
      return of(common, block.norm(item), block.norm(neighbor));
    }

    private double of(double common, double norm, double otherNorm) {
      return common / (Math.sqrt(norm * otherNorm) + shrinkage);
    }

    @Override
    public void all(int item, int[] neighbors, double[] commons, int count) {
      double norm = block.norm(item);
      for (int at = 0; at < count; at++) {
        commons[at] = of(commons[at], norm, block.norm(neighbors[at]));
      }
    }
  }
}
