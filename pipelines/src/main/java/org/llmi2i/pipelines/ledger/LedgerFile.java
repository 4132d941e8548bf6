package org.llmi2i.pipelines.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.llmi2i.schemas.Exchange;

/** One file of the ledger. */
final class LedgerFile {
  private LedgerFile() {}

  /** Opens a new file; on a disk, what is flushed to it is with the operating system. */
  static DataFileWriter<Exchange> create(ResourceId file) throws IOException {
    return new DataFileWriter<>(new SpecificDatumWriter<>(Exchange.class))
        .setCodec(CodecFactory.deflateCodec(1))
        .create(Exchange.getClassSchema(), stream(file));
  }

  private static OutputStream stream(ResourceId file) throws IOException {
    if (!file.getScheme().equals("file")) {
      return Channels.newOutputStream(FileSystems.create(file, MimeTypes.BINARY));
    }
    // Beam's own stream to a local file has a buffer that a flush does not reach.
    Path path = Path.of(file.toString());
    Files.createDirectories(path.getParent());
    return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
  }

  /**
   * Reads all whole exchanges of a file whose writer may have been killed in the middle.
   *
   * @throws IOException if the file cannot be read
   */
  static void read(ResourceId file, Consumer<Exchange> exchanges) throws IOException {
    try (DataFileStream<Exchange> stream =
        new DataFileStream<>(
            Channels.newInputStream(FileSystems.open(file)),
            new SpecificDatumReader<>(Exchange.class))) {
      while (stream.hasNext()) {
        exchanges.accept(stream.next());
      }
    } catch (IOException e) {
      ignoreEnd(e, e);
    } catch (AvroRuntimeException e) {
      ignoreEnd(e, e.getCause());
    }
  }

  /** The end of the file in the middle of a block, or of the file's head, is where it was cut. */
  private static <E extends Exception> void ignoreEnd(E thrown, Throwable cause) throws E {
    if (!(cause instanceof EOFException
        || (cause != null && cause.getCause() instanceof EOFException))) {
      throw thrown;
    }
  }
}
