package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.schemas.Metric;

/**
 * Writes all metrics as one JSON file: {@code {"metrics":[...]}}, each element a Metric record, in
 * a fixed order.
 */
public final class WriteMetrics extends PTransform<PCollection<Metric>, PCollection<String>> {
  private final String file;

  private WriteMetrics(String file) {
    this.file = file;
  }

  public static WriteMetrics to(String file) {
    return new WriteMetrics(file);
  }

  @Override
  public PCollection<String> expand(PCollection<Metric> metrics) {
    PCollectionView<List<Metric>> all = metrics.apply("Gather", View.asList());
    return metrics
        .getPipeline()
        .apply("Once", Create.of(file))
        .apply("Write", ParDo.of(new Write(all)).withSideInputs(all));
  }

  private static final class Write extends DoFn<String, String> {
    private final PCollectionView<List<Metric>> metrics;

    Write(PCollectionView<List<Metric>> metrics) {
      this.metrics = metrics;
    }

    @ProcessElement
    public void process(@Element String file, ProcessContext context, OutputReceiver<String> out)
        throws IOException {
      ObjectMapper json = new ObjectMapper();
      ObjectNode root = json.createObjectNode();
      ArrayNode array = root.putArray("metrics");
      context.sideInput(metrics).stream()
          .sorted(
              Comparator.comparing(Metric::getVariant)
                  .thenComparing(Metric::getSimilarity)
                  .thenComparing(Metric::getMetric)
                  .thenComparing(metric -> metric.getK() == null ? 0 : metric.getK())
                  .thenComparing(Metric::getSlice))
          .forEach(metric -> array.add(RecordJson.of(metric)));
      try (OutputStream stream = Files.create(file)) {
        json.writerWithDefaultPrettyPrinter().writeValue(stream, root);
      }
      out.output(file);
    }
  }
}
