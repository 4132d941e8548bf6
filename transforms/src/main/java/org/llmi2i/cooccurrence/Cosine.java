package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;

/**
 * Cosine of the items' vectors over users.
 *
 * <pre>
 * s(i, j) = c_ij / (sqrt(n_i n_j) + shrinkage)
 * c_ij    = sum over users of both of w_ui w_uj
 * n_i     = sum over users of i of w_ui^2
 * </pre>
 *
 * <p>With weights of 1, {@code c_ij} is the number of users of both and {@code n_i} that of i.
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
  public final boolean usesNorms() {
    return true;
  }

  @Override
  public final Kernel on(Block block) {
    return new Kernel() {
      @Override
      public void accumulate(int item, Row row) {
        for (int user : block.usersOf(item)) {
          double weight = block.unitWeights() ? 1 : block.weightOf(user, item);
          for (int at = block.start(user); at < block.end(user); at++) {
            row.count(block.item(at));
            row.add(block.item(at), weight * block.weight(at));
          }
        }
      }

      @Override
      public double score(int item, int neighbor, double sum) {
        return sum / (Math.sqrt(block.norm(item) * block.norm(neighbor)) + shrinkage());
      }
    };
  }
}
