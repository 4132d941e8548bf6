package org.llmi2i.pipelines.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.llmi2i.ask.Journal;
import org.llmi2i.schemas.Exchange;

/**
 * A ledger as a folder of Avro files, {@code <run_id>-<part>-<unique>.avro}, any number a run.
 *
 * <p>On a disk, an exchange that {@link Journal#append} wrote survives the death of the process: a
 * file that was not closed is whole up to its last exchange. In an object store such as Cloud
 * Storage it is safe once its part of the run is done, since a file appears there when it is
 * closed.
 */
public final class LedgerFolder implements Journal.Factory {
  private final String folder;
  private final String runId;

  private LedgerFolder(String folder, String runId) {
    this.folder = folder;
    this.runId = runId;
  }

  /** The ledger of a run in a folder, which need not exist yet. */
  public static LedgerFolder of(String folder, String runId) {
    return new LedgerFolder(folder, runId);
  }

  @Override
  public Journal open(String part) throws IOException {
    String prefix = runId + "-" + part + "-";
    List<Exchange> written = new ArrayList<>();
    for (MatchResult.Metadata file : files(folder + "/" + prefix + "*.avro")) {
      LedgerFile.read(file.resourceId(), written::add);
    }
    return new OpenFile(
        directory()
            .resolve(prefix + UUID.randomUUID() + ".avro", StandardResolveOptions.RESOLVE_FILE),
        written);
  }

  /** The earlier runs' exchanges. */
  public ReadLedger earlier() {
    return ReadLedger.from(folder, runId);
  }

  private ResourceId directory() {
    return FileSystems.matchNewResource(folder, true);
  }

  private static List<MatchResult.Metadata> files(String pattern) throws IOException {
    return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
  }

  /** A file that is made when there is something to write. */
  private static final class OpenFile implements Journal {
    private final ResourceId file;
    private final List<Exchange> written;
    private DataFileWriter<Exchange> writer;

    OpenFile(ResourceId file, List<Exchange> written) {
      this.file = file;
      this.written = written;
    }

    @Override
    public List<Exchange> written() {
      return List.copyOf(written);
    }

    @Override
    public synchronized void append(List<Exchange> exchanges) throws IOException {
      if (exchanges.isEmpty()) {
        return;
      }
      if (writer == null) {
        writer = LedgerFile.create(file);
      }
      for (Exchange exchange : exchanges) {
        writer.append(exchange);
      }
      writer.flush();
    }

    @Override
    public synchronized void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
