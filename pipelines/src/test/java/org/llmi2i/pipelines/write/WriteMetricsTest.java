package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.report.Findings;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link WriteMetrics}: one file, in an order that does not depend on the runner. */
public class WriteMetricsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  /** In the order of the file: by variant, similarity, metric, k and slice. */
  private static final List<Metric> METRICS =
      List.of(
          metric(Variant.BASE, "cosine", "NDCG", 50, Slice.ALL),
          metric(Variant.BASE, "cosine", "Recall", 10, Slice.ALL),
          metric(Variant.BASE, "cosine", "Recall", 10, Slice.TAIL),
          metric(Variant.BASE, "cosine", "Recall", 50, Slice.ALL),
          metric(Variant.BASE, "swing", "NDCG", 10, Slice.ALL),
          metric(Variant.REFINED, "cosine", "DiscriminatorRocAuc", null, Slice.ALL),
          metric(Variant.REFINED, "cosine", "Recall", 10, Slice.ALL),
          metric(Variant.RANDOM_CONTROL, "cosine", "Recall", 10, Slice.ALL));

  private Path file;

  @Before
  public void file() throws IOException {
    file = temporary.getRoot().toPath().toRealPath().resolve("metrics.json");
  }

  @Test
  public void metricsAreWrittenAsRecords() throws IOException {
    write(List.of(METRICS.get(0), METRICS.get(5)));
    assertEquals(
        """
        {
          "metrics" : [ {
            "run_id" : "r1",
            "variant" : "BASE",
            "similarity" : "cosine",
            "metric" : "NDCG",
            "k" : 50,
            "slice" : "ALL",
            "value" : 0.25,
            "ci_low" : 0.125,
            "ci_high" : null,
            "n" : 100
          }, {
            "run_id" : "r1",
            "variant" : "REFINED",
            "similarity" : "cosine",
            "metric" : "DiscriminatorRocAuc",
            "k" : null,
            "slice" : "ALL",
            "value" : 0.25,
            "ci_low" : 0.125,
            "ci_high" : null,
            "n" : 100
          } ]
        }""",
        Files.readString(file));
  }

  @Test
  public void theOrderIsAlwaysTheSame() throws IOException {
    List<Metric> shuffled = new ArrayList<>(METRICS);
    Collections.shuffle(shuffled, new Random(5));
    write(shuffled);
    assertEquals(
        METRICS,
        Findings.read(new ByteArrayInputStream(Files.readAllBytes(file)), new Run()).metrics());
  }

  @Test
  public void noMetrics() throws IOException {
    write(List.of());
    assertEquals(
        """
        {
          "metrics" : [ ]
        }""",
        Files.readString(file));
    assertEquals(
        List.of(),
        Findings.read(new ByteArrayInputStream(Files.readAllBytes(file)), new Run()).metrics());
  }

  private void write(List<Metric> metrics) {
    pipeline
        .apply(Create.of(metrics).withCoder(AvroCoder.specific(Metric.class)))
        .apply(WriteMetrics.to(file.toString()));
    pipeline.run();
  }

  private static Metric metric(
      Variant variant, String similarity, String name, @Nullable Integer k, Slice slice) {
    return new Metric("r1", variant, similarity, name, k, slice, 0.25, 0.125, null, 100L);
  }
}
