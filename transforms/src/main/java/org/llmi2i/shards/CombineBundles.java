package org.llmi2i.shards;

import java.util.List;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;

/**
 * What all elements together come to, for every worker: a global combine that adds up the elements
 * of a bundle where they arise, so that one accumulator a bundle travels.
 *
 * <p>Flink writes every element that goes into a combine to a sorter first, and begins a new
 * accumulator with each of its buffers: dear where an element is large, or an accumulator is. A
 * worker holds the accumulator of a bundle for each of its threads. Works in the global window.
 */
public final class CombineBundles<T, A, R> extends PTransform<PCollection<T>, PCollectionView<R>> {
  private final Combine.CombineFn<T, A, R> combiner;

  private CombineBundles(Combine.CombineFn<T, A, R> combiner) {
    this.combiner = combiner;
  }

  /**
   * Combines.
   *
   * @param combiner merges accumulators into the first of them, best without a copy of it; has a
   *     coder for accumulators
   */
  public static <T, A, R> CombineBundles<T, A, R> with(Combine.CombineFn<T, A, R> combiner) {
    return new CombineBundles<>(combiner);
  }

  @Override
  public PCollectionView<R> expand(PCollection<T> elements) {
    CoderRegistry registry = elements.getPipeline().getCoderRegistry();
    Coder<A> accumulators;
    Coder<R> results;
    try {
      accumulators = combiner.getAccumulatorCoder(registry, elements.getCoder());
      results = combiner.getDefaultOutputCoder(registry, elements.getCoder());
    } catch (CannotProvideCoderException e) {
      throw new IllegalStateException("no coder for what " + combiner + " makes", e);
    }
    return elements
        .apply("Bundles", ParDo.of(new AddUp<>(combiner)))
        .setCoder(accumulators)
        .apply("All", Combine.globally(new Merge<>(combiner, results)).asSingletonView());
  }

  private static final class AddUp<T, A> extends DoFn<T, A> {
    private final Combine.CombineFn<T, A, ?> combiner;
    private transient A sum;

    AddUp(Combine.CombineFn<T, A, ?> combiner) {
      this.combiner = combiner;
    }

    @StartBundle
    public void startBundle() {
      sum = combiner.createAccumulator();
    }

    @ProcessElement
    public void process(@Element T element) {
      sum = combiner.addInput(sum, element);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(sum, Instant.EPOCH, GlobalWindow.INSTANCE);
      sum = null;
    }
  }

  private static final class Merge<A, R> extends Combine.CombineFn<A, A, R> {
    private final Combine.CombineFn<?, A, R> combiner;
    private final Coder<R> results;

    Merge(Combine.CombineFn<?, A, R> combiner, Coder<R> results) {
      this.combiner = combiner;
      this.results = results;
    }

    @Override
    public A createAccumulator() {
      return combiner.createAccumulator();
    }

    @Override
    public A addInput(A sum, A part) {
      return combiner.mergeAccumulators(List.of(sum, part));
    }

    @Override
    public A mergeAccumulators(Iterable<A> parts) {
      return combiner.mergeAccumulators(parts);
    }

    @Override
    public R extractOutput(A sum) {
      return combiner.extractOutput(sum);
    }

    @Override
    public Coder<A> getAccumulatorCoder(CoderRegistry registry, Coder<A> inputCoder) {
      return inputCoder;
    }

    @Override
    public Coder<R> getDefaultOutputCoder(CoderRegistry registry, Coder<A> inputCoder) {
      return results;
    }
  }
}
