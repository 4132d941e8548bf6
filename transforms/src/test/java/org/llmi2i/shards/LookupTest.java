package org.llmi2i.shards;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.Rule;
import org.junit.Test;

public class LookupTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void everyKeyHasItsValueAndNoOtherKeyHasAny() {
    PAssert.that(lookedUp(List.of(KV.of("a", 1), KV.of("b", 2)), "a", "b", "c"))
        .containsInAnyOrder("a=1", "b=2", "c=null");
    pipeline.run();
  }

  @Test
  public void ofNothingIsEmpty() {
    PAssert.that(lookedUp(List.of(), "a")).containsInAnyOrder("a=null");
    pipeline.run();
  }

  private PCollection<String> lookedUp(List<KV<String, Integer>> entries, String... keys) {
    PCollectionView<Map<String, Integer>> map =
        pipeline
            .apply(
                "Entries",
                Create.of(entries).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply("Lookup", Lookup.create());
    return pipeline
        .apply("Keys", Create.of(List.of(keys)))
        .apply("Look up", ParDo.of(new LookUp(map)).withSideInputs(map));
  }

  private static final class LookUp extends DoFn<String, String> {
    private final PCollectionView<Map<String, Integer>> map;

    LookUp(PCollectionView<Map<String, Integer>> map) {
      this.map = map;
    }

    @ProcessElement
    public void process(@Element String key, ProcessContext context, OutputReceiver<String> out) {
      out.output(key + "=" + context.sideInput(map).get(key));
    }
  }
}
