package org.llmi2i.cooccurrence;

import com.google.auto.value.AutoValue;

/**
 * Cosine of the items' vectors over users, each weighted as BM25 weighs the words of a document: an
 * item is a document, its users are its words.
 *
 * <pre>
 * s(i, j) = sum over users of both of x_ui x_uj / sqrt(sum over u of x_ui^2, sum over u of x_uj^2)
 * x_ui    = idf_u w_ui (K1 + 1) / (w_ui + K1 (1 - B + B l_i / mean l))
 * idf_u   = log(M) - log(1 + |I_u|),  l_i = sum over users of w_ui,  M = number of items
 * </pre>
 *
 * <p>With weights of 1 only {@code idf_u} matters: users of many items count less. Robertson and
 * Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the logarithm and
 * the defaults that the library implicit gives it. Costs a pass over the histories more than the
 * others.
 */
@AutoValue
public abstract class Bm25 implements Similarity {
  public abstract double k1();

  public abstract double b();

  /** K1 100, B 0.8. */
  public static Bm25 create() {
    return new AutoValue_Bm25(100, 0.8);
  }

  /** How late a weight saturates; above 0, default 100. */
  public Bm25 withK1(double k1) {
    if (!(k1 > 0) || Double.isInfinite(k1)) {
      throw new IllegalArgumentException("k1: must be above 0, got " + k1);
    }
    return new AutoValue_Bm25(k1, b());
  }

  /** How much the weights of popular items are held back, 0 to 1; default 0.8. */
  public Bm25 withB(double b) {
    if (!(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException("b: must be from 0 to 1, got " + b);
    }
    return new AutoValue_Bm25(k1(), b);
  }

  @Override
  public final String name() {
    return "bm25";
  }

  @Override
  public final Weighting weighting() {
    return (log, item, items, weight) -> {
      double idf = Math.log(log.itemCount()) - Math.log1p(items);
      double length = 1 - b() + b() * log.length(item) / log.meanLength();
      return idf * weight * (k1() + 1) / (weight + k1() * length);
    };
  }

  @Override
  public final Kernel on(Block block) {
    return UserSums.over(block, (i, j, c) -> c / Math.sqrt(block.norm(i) * block.norm(j)));
  }
}
