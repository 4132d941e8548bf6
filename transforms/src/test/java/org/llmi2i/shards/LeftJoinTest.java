package org.llmi2i.shards;

import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;

/** {@link LeftJoin} of texts by their first letters; the left in capitals. */
public class LeftJoinTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void everyLeftGetsAllItsRights() {
    PAssert.that(join(List.of("A", "B"), List.of("a1", "b1", "a2", "a2")))
        .containsInAnyOrder("A [a1, a2, a2]", "B [b1]");
    pipeline.run();
  }

  @Test
  public void aLeftWithoutMatchGetsNoneAndARightWithoutMatchIsLeftOut() {
    PAssert.that(join(List.of("A", "B"), List.of("a1", "c1"))).containsInAnyOrder("A [a1]", "B []");
    pipeline.run();
  }

  @Test
  public void anEmptyRightLeavesEveryLeftAlone() {
    PAssert.that(join(List.of("A", "B"), List.of())).containsInAnyOrder("A []", "B []");
    pipeline.run();
  }

  @Test
  public void anEmptyLeftGivesNothing() {
    PAssert.that(join(List.of(), List.of("a1"))).empty();
    pipeline.run();
  }

  private PCollection<String> join(List<String> left, List<String> right) {
    PCollection<String> rights =
        pipeline.apply("Rights", Create.of(right).withCoder(StringUtf8Coder.of()));
    return pipeline
        .apply("Lefts", Create.of(left).withCoder(StringUtf8Coder.of()))
        .apply(
            "Join",
            LeftJoin.of(
                text -> text.substring(0, 1).toLowerCase(Locale.ROOT),
                rights,
                text -> text.substring(0, 1)))
        .apply("Read", MapElements.via(new AsText()));
  }

  /** A left and its rights, sorted, for the lists of a join are in no order. */
  private static final class AsText extends SimpleFunction<KV<String, List<String>>, String> {
    @Override
    public String apply(KV<String, List<String>> joined) {
      return joined.getKey() + " " + joined.getValue().stream().sorted().toList();
    }
  }
}
