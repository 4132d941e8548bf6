package org.llmi2i.pipelines.write;

import org.apache.avro.file.CodecFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.extensions.avro.io.AvroIO;

/** Writes records as Avro files into a folder. */
public final class WriteAvro {
  private WriteAvro() {}

  /** Files {@code folder/part-*.avro} of records of this type. */
  public static <T extends SpecificRecord> AvroIO.Write<T> into(String folder, Class<T> type) {
    return AvroIO.write(type)
        .to(folder + "/part")
        .withSuffix(".avro")
        .withCodec(CodecFactory.deflateCodec(1));
  }
}
