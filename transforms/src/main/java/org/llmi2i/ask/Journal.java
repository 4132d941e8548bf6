package org.llmi2i.ask;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.llmi2i.schemas.Exchange;

/**
 * Where the exchanges of one part of a run are written as they come, so that what was paid for
 * survives the process. Safe for many threads.
 */
public interface Journal extends AutoCloseable {

  /**
   * What was written to this part of this run before it was opened: by an attempt of a worker that
   * was lost.
   */
  List<Exchange> written() throws IOException;

  /**
   * Writes exchanges. When it returns, they are safe from the process being killed.
   *
   * @throws IOException if they are not; the run must not go on paying
   */
  void append(List<Exchange> exchanges) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens journals on the worker. */
  interface Factory extends Serializable {
    /**
     * Opens the journal of a part of the run.
     *
     * @param part the same name for the same part, also when a worker repeats it
     */
    Journal open(String part) throws IOException;
  }

  /** Journals that keep nothing. */
  static Factory none() {
    return part -> NONE;
  }

  /** Keeps nothing. */
  Journal NONE =
      new Journal() {
        @Override
        public List<Exchange> written() {
          return List.of();
        }

        @Override
        public void append(List<Exchange> exchanges) {}

        @Override
        public void close() {}
      };
}
