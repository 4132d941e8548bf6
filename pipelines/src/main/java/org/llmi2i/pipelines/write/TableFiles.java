package org.llmi2i.pipelines.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Neighbor;

/** The files of one I2I table while they are written. */
final class TableFiles implements Closeable {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setRecordSeparator('\n')
          .setHeader("item_id", "neighbor_id", "rank", "score", "support")
          .get();

  private final CSVPrinter csv;
  private final @Nullable DataFileWriter<Neighbor> avro;
  private final String similarity;
  private final String runId;

  private TableFiles(
      CSVPrinter csv, @Nullable DataFileWriter<Neighbor> avro, String similarity, String runId) {
    this.csv = csv;
    this.avro = avro;
    this.similarity = similarity;
    this.runId = runId;
  }

  static TableFiles create(String path, String similarity, String runId, boolean avro)
      throws IOException {
    Writer text = new OutputStreamWriter(Files.create(path + ".csv"), StandardCharsets.UTF_8);
    DataFileWriter<Neighbor> records = null;
    if (avro) {
      records = new DataFileWriter<>(new SpecificDatumWriter<>(Neighbor.class));
      records.setCodec(CodecFactory.deflateCodec(1));
      records.create(Neighbor.getClassSchema(), Files.create(path + ".avro"));
    }
    return new TableFiles(new CSVPrinter(text, CSV), records, similarity, runId);
  }

  void write(NeighborRow row) throws IOException {
    for (Neighbor neighbor : row.records(similarity, runId)) {
      csv.printRecord(
          neighbor.getItemId(),
          neighbor.getNeighborId(),
          neighbor.getRank(),
          neighbor.getScore(),
          neighbor.getSupport());
      if (avro != null) {
        avro.append(neighbor);
      }
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
    if (avro != null) {
      avro.close();
    }
  }
}
