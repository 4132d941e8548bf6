package org.llmi2i.pipelines.read;

/** An input that cannot be read at all; the message names the file and is fit for its owner. */
public final class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
