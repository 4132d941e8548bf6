package org.llmi2i.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt brought no answer.
 *
 * @param kind what it means for a second attempt
 * @param detail in words, with status and message of the server; never a secret
 * @param retryAfter how long the server asks to wait, if it does
 */
public record Failure(Kind kind, String detail, Optional<Duration> retryAfter) {

  /** What a failure means for a second attempt. */
  public enum Kind {
    /** The server has too much to do and did not look at the request (429). */
    THROTTLED,
    /** No connection: the request was never received. */
    UNREACHABLE,
    /** The request went out, and no whole answer came: time-out, cut connection, 5xx. */
    INTERRUPTED,
    /** The server will not have this request, now or later (400, 413, 422). */
    INVALID,
    /** The server will have no request of this job (401, 403, 404). */
    DENIED;

    /** Whether another attempt may succeed. */
    public boolean isPassing() {
      return this == THROTTLED || this == UNREACHABLE || this == INTERRUPTED;
    }
  }

  /** A failure without advice on when to try again. */
  public static Failure of(Kind kind, String detail) {
    return new Failure(kind, detail, Optional.empty());
  }

  /** A failure by HTTP status. */
  public static Failure ofStatus(int status, String detail, Optional<Duration> retryAfter) {
    Kind kind =
        switch (status) {
          case 401, 403, 404 -> Kind.DENIED;
          case 408 -> Kind.INTERRUPTED;
          case 429 -> Kind.THROTTLED;
          default -> status >= 500 ? Kind.INTERRUPTED : Kind.INVALID;
        };
    return new Failure(kind, "HTTP status " + status + ": " + detail, retryAfter);
  }
}
