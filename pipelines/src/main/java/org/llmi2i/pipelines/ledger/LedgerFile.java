package org.llmi2i.pipelines.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.llmi2i.schemas.Exchange;

/** Reads a file of the ledger as far as it goes: its writer may have been killed in the middle. */
final class LedgerFile {
  private LedgerFile() {}

  /**
   * Reads all whole exchanges.
   *
   * @return whether the file was whole too
   * @throws IOException if the file cannot be read
   */
  static boolean read(ResourceId file, Consumer<Exchange> exchanges) throws IOException {
    try (DataFileStream<Exchange> stream =
        new DataFileStream<>(
            Channels.newInputStream(FileSystems.open(file)),
            new SpecificDatumReader<>(Exchange.class))) {
      while (stream.hasNext()) {
        exchanges.accept(stream.next());
      }
      return true;
    } catch (EOFException | InvalidAvroMagicException e) {
      return false;
    } catch (AvroRuntimeException e) {
      if (e.getCause() instanceof IOException) {
        return false;
      }
      throw e;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Invalid sync")) {
        return false;
      }
      throw e;
    }
  }
}
