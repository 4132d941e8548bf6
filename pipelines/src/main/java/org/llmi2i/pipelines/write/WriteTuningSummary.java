package org.llmi2i.pipelines.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes what the sets of {@link WriteTuningSets} hold as one JSON file: {@code
 * {"tokenizer":"o200k_base","sets":[...]}}, the sets by name.
 */
public final class WriteTuningSummary extends PTransform<PCollection<String>, PCollection<String>> {
  private final String file;

  private WriteTuningSummary(String file) {
    this.file = file;
  }

  /** Writes this file. */
  public static WriteTuningSummary to(String file) {
    return new WriteTuningSummary(file);
  }

  @Override
  public PCollection<String> expand(PCollection<String> sets) {
    PCollectionView<List<String>> all = sets.apply("Gather", View.asList());
    return sets.getPipeline()
        .apply("Once", Create.of(file))
        .apply("Write", ParDo.of(new Write(all)).withSideInputs(all));
  }

  private static final class Write extends DoFn<String, String> {
    private final PCollectionView<List<String>> sets;

    Write(PCollectionView<List<String>> sets) {
      this.sets = sets;
    }

    @ProcessElement
    public void process(@Element String file, ProcessContext context, OutputReceiver<String> out)
        throws IOException {
      try (OutputStream stream = Files.create(file)) {
        String summary = WriteTuningSets.summary(context.sideInput(sets));
        stream.write(summary.getBytes(StandardCharsets.UTF_8));
      }
      out.output(file);
    }
  }
}
