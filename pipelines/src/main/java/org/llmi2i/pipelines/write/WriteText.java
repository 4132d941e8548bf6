package org.llmi2i.pipelines.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Writes a text, the only element of its input, as a file of UTF-8. Out: the file's name. */
public final class WriteText extends PTransform<PCollection<String>, PCollection<String>> {
  private final String file;

  private WriteText(String file) {
    this.file = file;
  }

  /** Writes this file. */
  public static WriteText to(String file) {
    return new WriteText(file);
  }

  @Override
  public PCollection<String> expand(PCollection<String> text) {
    return text.apply("Write", ParDo.of(new Write(file)));
  }

  private static final class Write extends DoFn<String, String> {
    private final String file;

    Write(String file) {
      this.file = file;
    }

    @ProcessElement
    public void process(@Element String text, OutputReceiver<String> out) throws IOException {
      try (OutputStream stream = Files.create(file)) {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
      }
      out.output(file);
    }
  }
}
