package org.llmi2i.shards;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.Rule;
import org.junit.Test;

/** {@link CombineBundles}: what Beam's own global combine gives, whatever the bundles were. */
public class CombineBundlesTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void elementsOfAllBundlesAddUp() {
    PCollection<Integer> numbers = numbers(IntStream.rangeClosed(1, 1000).boxed().toList());
    PAssert.that(shown(numbers.apply(CombineBundles.with(Sum.ofIntegers()))))
        .containsInAnyOrder("500500");
    pipeline.run();
  }

  /** Accumulators are objects that are merged into one another. */
  @Test
  public void accumulatorsThatAreChangedInPlaceAddUp() {
    PCollection<Integer> numbers = numbers(IntStream.rangeClosed(1, 1000).boxed().toList());
    PAssert.that(shown(numbers.apply(CombineBundles.with(Top.<Integer>largestFn(3)))))
        .containsInAnyOrder("[1000, 999, 998]");
    pipeline.run();
  }

  @Test
  public void ofNothingIsWhatTheCombinerMakesOfNothing() {
    PAssert.that(shown(numbers(List.of()).apply(CombineBundles.with(Count.combineFn()))))
        .containsInAnyOrder("0");
    pipeline.run();
  }

  private PCollection<Integer> numbers(List<Integer> numbers) {
    return pipeline.apply("Numbers", Create.of(numbers).withCoder(VarIntCoder.of()));
  }

  private <T> PCollection<String> shown(PCollectionView<T> view) {
    return pipeline
        .apply("Once", Create.of(Collections.singletonList(true)))
        .apply("Show", ParDo.of(new Show<>(view)).withSideInputs(view));
  }

  private static final class Show<T> extends DoFn<Boolean, String> {
    private final PCollectionView<T> view;

    Show(PCollectionView<T> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.output(context.sideInput(view).toString());
    }
  }
}
