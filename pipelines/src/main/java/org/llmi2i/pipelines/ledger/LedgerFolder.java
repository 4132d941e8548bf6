package org.llmi2i.pipelines.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.llmi2i.ask.Journal;
import org.llmi2i.pipelines.publish.RunOutput;
import org.llmi2i.schemas.Exchange;

/**
 * A ledger as a folder of Avro files, {@code <run_id>-<part>-<unique>.avro}, any number a run.
 *
 * <p>An exchange that {@link Journal#append} wrote survives the death of the process. On a disk a
 * file that was not closed is whole up to its last exchange; for object stores see {@link
 * JournalObjects}.
 */
public final class LedgerFolder implements Ledger {
  /** A batch job of a language model may take a day, and be waited for again. */
  private static final Duration LONGEST_RUN = Duration.ofDays(7);

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
    String name = prefix + UUID.randomUUID();
    return directory().getScheme().equals("file")
        ? new OpenFile(
            directory().resolve(name + ".avro", StandardResolveOptions.RESOLVE_FILE), written)
        : new JournalObjects(folder + "/" + name, written);
  }

  @Override
  public ReadLedger earlier() {
    return ReadLedger.from(folder, runId);
  }

  /** Nothing is left to do: the files are the ledger. */
  @Override
  public void settle(PipelineOptions options) {}

  /**
   * The files that no run writes to any more: this run's, which must have ended, and those of runs
   * that began so long ago that they must have been killed.
   */
  public List<String> settled() throws IOException {
    String old = RunOutput.runId(started().minus(LONGEST_RUN));
    return files(folder + "/*.avro").stream()
        .map(MatchResult.Metadata::resourceId)
        .filter(
            file ->
                file.getFilename().startsWith(runId + "-") || file.getFilename().compareTo(old) < 0)
        .map(ResourceId::toString)
        .sorted()
        .toList();
  }

  private Instant started() {
    return RunOutput.started(runId);
  }

  /** Deletes files of the ledger. */
  public void delete(List<String> files) throws IOException {
    FileSystems.delete(
        files.stream().map(file -> FileSystems.matchNewResource(file, false)).toList());
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
