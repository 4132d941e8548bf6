package org.llmi2i.pipelines.read;

import java.io.EOFException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** An input that cannot be read at all; the message names the file and is fit for its owner. */
// A Flink cluster would begin the job anew, many times, to the same end.
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Why reading failed, in words; libraries give none for a file that ends too soon. */
  static String why(Exception e) {
    if (e instanceof EOFException) {
      return "the file is cut off";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
