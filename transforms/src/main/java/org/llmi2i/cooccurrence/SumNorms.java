package org.llmi2i.cooccurrence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.CombineWithContext;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.history.History;

/** Norms of items whose weights a similarity replaces: an index anew, of the same log. */
final class SumNorms
    extends CombineWithContext.CombineFnWithContext<History, SumNorms.Sums, ItemIndex> {
  private final Similarity.Weighting weighting;
  private final Baskets baskets;
  private final PCollectionView<ItemIndex> indexView;

  SumNorms(Similarity.Weighting weighting, Baskets baskets, PCollectionView<ItemIndex> indexView) {
    this.weighting = weighting;
    this.baskets = baskets;
    this.indexView = indexView;
  }

  /** An item's sum of squares, for every item. */
  static final class Sums {
    private final ExactSum[] squares;
    private @Nullable Basket basket;

    Sums(int items) {
      squares = new ExactSum[items];
      for (int item = 0; item < items; item++) {
        squares[item] = new ExactSum();
      }
    }
  }

  @Override
  public Sums createAccumulator(CombineWithContext.Context context) {
    return new Sums(context.sideInput(indexView).itemCount());
  }

  @Override
  public Sums addInput(Sums sums, History history, CombineWithContext.Context context) {
    ItemIndex index = context.sideInput(indexView);
    add(sums, history, index);
    return sums;
  }

  void add(Sums sums, History history, ItemIndex index) {
    if (sums.basket == null) {
      sums.basket = new Basket(index, baskets);
    }
    Basket basket = sums.basket;
    if (basket.read(history)) {
      for (int at = 0; at < basket.size(); at++) {
        double weight = weighting.of(index, basket.item(at), basket.size(), basket.weight(at));
        sums.squares[basket.item(at)].add(weight * weight);
      }
    }
  }

  @Override
  public Sums mergeAccumulators(Iterable<Sums> parts, CombineWithContext.Context context) {
    Sums sum = createAccumulator(context);
    for (Sums part : parts) {
      for (int item = 0; item < sum.squares.length; item++) {
        sum.squares[item].add(part.squares[item]);
      }
    }
    return sum;
  }

  @Override
  public ItemIndex extractOutput(Sums sums, CombineWithContext.Context context) {
    return extractOutput(sums, context.sideInput(indexView));
  }

  ItemIndex extractOutput(Sums sums, ItemIndex index) {
    double[] norms = new double[sums.squares.length];
    for (int item = 0; item < norms.length; item++) {
      norms[item] = sums.squares[item].toDouble();
    }
    return index.withNorms(norms);
  }

  @Override
  public Coder<Sums> getAccumulatorCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return new SumsCoder();
  }

  @Override
  public Coder<ItemIndex> getDefaultOutputCoder(CoderRegistry registry, Coder<History> inputCoder) {
    return ItemIndexCoder.of();
  }

  private static final class SumsCoder extends AtomicCoder<Sums> {
    @Override
    public void encode(Sums sums, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(sums.squares.length);
      for (ExactSum sum : sums.squares) {
        data.writeLong(sum.whole());
        data.writeLong(sum.fraction());
      }
    }

    @Override
    public Sums decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      int items = data.readInt();
      Sums sums = new Sums(items);
      for (int item = 0; item < items; item++) {
        sums.squares[item] = new ExactSum(data.readLong(), data.readLong());
      }
      return sums;
    }
  }
}
