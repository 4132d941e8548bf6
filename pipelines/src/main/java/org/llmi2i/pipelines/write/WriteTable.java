package org.llmi2i.pipelines.write;

import com.google.auto.value.AutoValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.pipelines.write.TablePart.EncodedRow;
import org.llmi2i.schemas.Neighbor;

/**
 * Writes an I2I table as one CSV file, sorted by item and rank, and if wished as Avro beside it.
 *
 * <p>The CSV has a header and the lines {@code item_id,neighbor_id,rank,score,support}. Equal
 * tables give equal bytes on every runner: rows are encoded and sorted where they arise, into
 * temporary files of about 32 MiB, which one worker then merges. Out: the name of the CSV file,
 * once all is whole.
 */
@AutoValue
public abstract class WriteTable extends PTransform<PCollection<NeighborRow>, PCollection<String>> {
  abstract String path();

  abstract String similarity();

  abstract String runId();

  abstract boolean avro();

  /**
   * Writes {@code path.csv} and {@code path.avro}.
   *
   * @param similarity the name that the Avro records carry
   */
  public static WriteTable to(String path, String similarity, String runId) {
    return new AutoValue_WriteTable(path, similarity, runId, true);
  }

  /** Writes {@code path.csv} only. */
  public static WriteTable csv(String path) {
    return new AutoValue_WriteTable(path, "", "", false);
  }

  /** Deletes parts that workers left who were lost, and that others wrote again. */
  public static void deleteParts(String folder) throws IOException {
    FileSystems.delete(
        FileSystems.match(folder + "/*" + TablePart.PART + ".*", EmptyMatchTreatment.ALLOW)
            .metadata()
            .stream()
            .map(MatchResult.Metadata::resourceId)
            .toList());
  }

  @Override
  public PCollection<String> expand(PCollection<NeighborRow> rows) {
    PCollectionView<List<String>> parts =
        rows.apply("Encode and sort", ParDo.of(new SortRows(path(), similarity(), runId(), avro())))
            .apply("Parts", View.asList());
    return rows.getPipeline()
        .apply("Once", Create.of(path()))
        .apply("Merge", ParDo.of(new Merge(avro(), parts)).withSideInputs(parts));
  }

  private static final class SortRows extends DoFn<NeighborRow, String> {
    private static final SpecificDatumWriter<Neighbor> WRITER =
        new SpecificDatumWriter<>(Neighbor.class);

    private static final long PART_BYTES = 32 << 20;

    private final String path;
    private final String similarity;
    private final String runId;
    private final boolean avro;
    private transient TableText text;
    private transient List<EncodedRow> rows;
    private transient long bytes;

    SortRows(String path, String similarity, String runId, boolean avro) {
      this.path = path;
      this.similarity = similarity;
      this.runId = runId;
      this.avro = avro;
    }

    @StartBundle
    public void startBundle() {
      text = new TableText();
      rows = new ArrayList<>();
      bytes = 0;
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<String> out) throws IOException {
      EncodedRow encoded =
          new EncodedRow(row.itemId(), text.of(row), avro ? encode(row) : List.of());
      rows.add(encoded);
      bytes += encoded.bytes();
      if (bytes >= PART_BYTES) {
        out.output(writePart());
      }
    }

    private List<byte[]> encode(NeighborRow row) throws IOException {
      List<byte[]> encoded = new ArrayList<>();
      for (Neighbor neighbor : row.records(similarity, runId)) {
        ByteArrayOutputStream datum = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(datum, null);
        WRITER.write(neighbor, encoder);
        encoded.add(datum.toByteArray());
      }
      return encoded;
    }

    private String writePart() throws IOException {
      String part = path + "-" + UUID.randomUUID() + TablePart.PART;
      TablePart.write(part, rows);
      rows = new ArrayList<>();
      bytes = 0;
      return part;
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException {
      if (!rows.isEmpty()) {
        context.output(writePart(), Instant.EPOCH, GlobalWindow.INSTANCE);
      }
      rows = null;
    }
  }

  private static final class Merge extends DoFn<String, String> {
    private final boolean avro;
    private final PCollectionView<List<String>> partsView;

    Merge(boolean avro, PCollectionView<List<String>> partsView) {
      this.avro = avro;
      this.partsView = partsView;
    }

    @ProcessElement
    public void process(@Element String path, ProcessContext context, OutputReceiver<String> out)
        throws IOException {
      List<String> names = context.sideInput(partsView);
      if (!names.isEmpty() && !TablePart.exists(names.get(0))) {
        // Parts are deleted once the table is whole: a worker that had come so far was lost later.
        out.output(path + ".csv");
        return;
      }
      PriorityQueue<TablePart> parts = new PriorityQueue<>(Comparator.comparing(TablePart::itemId));
      try (TableFiles files = TableFiles.create(path, avro)) {
        for (String name : names) {
          parts.add(TablePart.open(name));
        }
        while (!parts.isEmpty()) {
          TablePart first = parts.poll();
          files.writeUpTo(parts.isEmpty() ? null : parts.peek().itemId(), first);
          if (first.itemId() == null) {
            first.close();
          } else {
            parts.add(first);
          }
        }
      } finally {
        for (TablePart part : parts) {
          part.close();
        }
      }
      // The first part last: as long as it is there the table may not be whole.
      for (String name : Lists.reverse(names)) {
        TablePart.delete(name);
      }
      out.output(path + ".csv");
    }
  }
}
