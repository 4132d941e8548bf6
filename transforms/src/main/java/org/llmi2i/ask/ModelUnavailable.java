package org.llmi2i.ask;

/**
 * The model cannot be asked any more, now and for every request of the job. What was answered is in
 * the journal, so the same run started again goes on from there.
 */
public final class ModelUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelUnavailable(String message) {
    super(message);
  }
}
