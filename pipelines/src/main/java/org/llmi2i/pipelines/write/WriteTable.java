package org.llmi2i.pipelines.write;

import com.google.auto.value.AutoValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.shards.Shards;

/**
 * Writes an I2I table as one CSV file, sorted by item and rank, and if wished as Avro beside it.
 *
 * <p>The CSV has a header and the lines {@code item_id,neighbor_id,rank,score,support}. Equal
 * tables give equal bytes on every runner: shards of rows are sorted into temporary files, which
 * one worker then merges. Out: the names of the files, once they are whole.
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

  @Override
  public PCollection<String> expand(PCollection<NeighborRow> rows) {
    PCollectionView<List<String>> parts =
        rows.apply("ByItem", Shards.by(new ItemOf()))
            .apply("Sort", ParDo.of(new SortShard(path())))
            .apply("Parts", View.asList());
    return rows.getPipeline()
        .apply("Once", Create.of(path()))
        .apply(
            "Merge",
            ParDo.of(new Merge(similarity(), runId(), avro(), parts)).withSideInputs(parts));
  }

  private static final class ItemOf implements SerializableFunction<NeighborRow, String> {
    @Override
    public String apply(NeighborRow row) {
      return row.itemId();
    }
  }

  private static final class SortShard
      extends DoFn<KV<Integer, Iterable<List<NeighborRow>>>, String> {
    private final String path;

    SortShard(String path) {
      this.path = path;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<NeighborRow>>> shard, OutputReceiver<String> out)
        throws IOException {
      List<NeighborRow> rows = new ArrayList<>();
      shard.getValue().forEach(rows::addAll);
      rows.sort(Comparator.comparing(NeighborRow::itemId));
      String part = path + "-" + shard.getKey() + "-" + UUID.randomUUID() + ".part";
      try (OutputStream file = Files.create(part)) {
        for (NeighborRow row : rows) {
          file.write(1);
          NeighborRowCoder.of().encode(row, file);
        }
        file.write(0);
      }
      out.output(part);
    }
  }

  private static final class Merge extends DoFn<String, String> {
    private final String similarity;
    private final String runId;
    private final boolean avro;
    private final PCollectionView<List<String>> partsView;

    Merge(String similarity, String runId, boolean avro, PCollectionView<List<String>> partsView) {
      this.similarity = similarity;
      this.runId = runId;
      this.avro = avro;
      this.partsView = partsView;
    }

    @ProcessElement
    public void process(@Element String path, ProcessContext context, OutputReceiver<String> out)
        throws IOException {
      List<String> parts = context.sideInput(partsView);
      PriorityQueue<Part> open = new PriorityQueue<>(Comparator.comparing(Part::itemId));
      try (TableFiles files = TableFiles.create(path, similarity, runId, avro)) {
        for (String name : parts) {
          Part part = new Part(Files.open(name));
          if (part.next()) {
            open.add(part);
          }
        }
        while (!open.isEmpty()) {
          Part first = open.poll();
          files.write(first.row);
          if (first.next()) {
            open.add(first);
          }
        }
      }
      for (String name : parts) {
        FileSystems.delete(List.of(FileSystems.matchNewResource(name, false)));
      }
      out.output(path + ".csv");
    }
  }

  /** One sorted part, read row by row; closes itself at its end. */
  private static final class Part {
    private final InputStream in;
    private NeighborRow row;

    Part(InputStream in) {
      this.in = new BufferedInputStream(in);
    }

    String itemId() {
      return row.itemId();
    }

    boolean next() throws IOException {
      if (in.read() != 1) {
        in.close();
        return false;
      }
      row = NeighborRowCoder.of().decode(in);
      return true;
    }
  }
}
