package org.llmi2i.pipelines.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Neighbor;

/** The files of one I2I table while they are written. */
final class TableFiles implements Closeable {
  private final WritableByteChannel csv;
  private final @Nullable DataFileWriter<Neighbor> avro;

  private TableFiles(WritableByteChannel csv, @Nullable DataFileWriter<Neighbor> avro) {
    this.csv = csv;
    this.avro = avro;
  }

  static TableFiles create(String path, boolean withAvro) throws IOException {
    WritableByteChannel csv = Files.createChannel(path + ".csv");
    ByteBuffer header = ByteBuffer.wrap(TableText.HEADER.getBytes(StandardCharsets.UTF_8));
    while (header.hasRemaining()) {
      csv.write(header);
    }
    DataFileWriter<Neighbor> avro = null;
    if (withAvro) {
      avro = new DataFileWriter<>(new SpecificDatumWriter<>(Neighbor.class));
      avro.setCodec(CodecFactory.deflateCodec(1));
      avro.create(Neighbor.getClassSchema(), Files.create(path + ".avro"));
    }
    return new TableFiles(csv, avro);
  }

  /** Writes the row that a part is at, and those behind it that belong before the item. */
  void writeUpTo(@Nullable String item, TablePart part) throws IOException {
    if (avro == null && part.endsBefore(item)) {
      part.copyCsvToEnd(csv);
      return;
    }
    do {
      if (avro != null) {
        for (byte[] datum : part.avro()) {
          avro.appendEncoded(ByteBuffer.wrap(datum));
        }
      }
      part.next();
    } while (part.itemId() != null && (item == null || part.itemId().compareTo(item) < 0));
    part.copyCsv(csv);
  }

  @Override
  public void close() throws IOException {
    csv.close();
    if (avro != null) {
      avro.close();
    }
  }
}
