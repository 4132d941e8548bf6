package org.llmi2i.pipelines.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.llmi2i.ask.Journal;
import org.llmi2i.schemas.Exchange;

/**
 * A journal in an object store, where a file is there when it is closed and not before: so each
 * {@link #append} writes a file of its own. Those that come while a file is written share the next
 * one. When the part of the run is done, its files become one.
 */
final class JournalObjects implements Journal {
  private final String prefix;
  private final List<Exchange> written;
  private final List<ResourceId> files = new ArrayList<>();
  private final Object writing = new Object();
  private Pending pending = new Pending();

  /**
   * A new journal.
   *
   * @param prefix with which all its files begin, and no other does
   * @param written what was written to the part before
   */
  JournalObjects(String prefix, List<Exchange> written) {
    this.prefix = prefix;
    this.written = written;
  }

  /** Exchanges that go into one file. */
  private static final class Pending {
    private final List<Exchange> exchanges = new ArrayList<>();
    private boolean safe;
  }

  @Override
  public List<Exchange> written() {
    return List.copyOf(written);
  }

  @Override
  public void append(List<Exchange> exchanges) throws IOException {
    if (exchanges.isEmpty()) {
      return;
    }
    Pending mine;
    synchronized (this) {
      mine = pending;
      mine.exchanges.addAll(exchanges);
    }
    synchronized (writing) {
      if (mine.safe) {
        return;
      }
      synchronized (this) {
        pending = new Pending();
      }
      ResourceId file = resource(String.format("%06d", files.size()));
      try (DataFileWriter<Exchange> writer = LedgerFile.create(file)) {
        for (Exchange exchange : mine.exchanges) {
          writer.append(exchange);
        }
      }
      files.add(file);
      mine.safe = true;
    }
  }

  private ResourceId resource(String name) {
    return FileSystems.matchNewResource(prefix + "-" + name + ".avro", false);
  }

  @Override
  public void close() throws IOException {
    synchronized (writing) {
      if (files.size() < 2) {
        return;
      }
      try (DataFileWriter<Exchange> writer = LedgerFile.create(resource("all"))) {
        for (ResourceId file : files) {
          LedgerFile.read(
              file,
              exchange -> {
                try {
                  writer.append(exchange);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        }
      }
      FileSystems.delete(files);
      files.clear();
    }
  }
}
