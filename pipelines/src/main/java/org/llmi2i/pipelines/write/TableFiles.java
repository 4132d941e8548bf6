package org.llmi2i.pipelines.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Neighbor;

/** The files of one I2I table while they are written. */
final class TableFiles implements Closeable {
  private final OutputStream csv;
  private final @Nullable DataFileWriter<Neighbor> avro;

  private TableFiles(OutputStream csv, @Nullable DataFileWriter<Neighbor> avro) {
    this.csv = csv;
    this.avro = avro;
  }

  static TableFiles create(String path, boolean withAvro) throws IOException {
    OutputStream csv = Files.create(path + ".csv");
    csv.write(TableText.HEADER.getBytes(StandardCharsets.UTF_8));
    DataFileWriter<Neighbor> avro = null;
    if (withAvro) {
      avro = new DataFileWriter<>(new SpecificDatumWriter<>(Neighbor.class));
      avro.setCodec(CodecFactory.deflateCodec(1));
      avro.create(Neighbor.getClassSchema(), Files.create(path + ".avro"));
    }
    return new TableFiles(csv, avro);
  }

  void write(TablePart.EncodedRow row) throws IOException {
    csv.write(row.csv());
    if (avro != null) {
      for (byte[] datum : row.avro()) {
        avro.appendEncoded(ByteBuffer.wrap(datum));
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
