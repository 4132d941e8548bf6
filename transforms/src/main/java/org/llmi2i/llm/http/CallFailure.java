package org.llmi2i.llm.http;

import java.util.Optional;
import org.llmi2i.llm.Failure;

/** Why a client whose connections are of {@link OneAttempt} threw something. */
public final class CallFailure {
  private CallFailure() {}

  /** What the server or the connection said, or else that the client did not know the answer. */
  public static Failure of(RuntimeException thrown) {
    return cause(thrown, FailedCall.class)
        .map(FailedCall::failure)
        // The class alone: a message may quote what was sent, headers included.
        .orElseGet(
            () ->
                Failure.of(
                    Failure.Kind.INTERRUPTED,
                    "the server's answer is not of the form that the client knows: "
                        + thrown.getClass().getSimpleName()));
  }

  static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
