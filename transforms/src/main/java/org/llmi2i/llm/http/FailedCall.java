package org.llmi2i.llm.http;

import java.io.IOException;
import org.llmi2i.llm.Failure;

/** A request that brought no answer, on its way through a client that knows only exceptions. */
final class FailedCall extends IOException {
  private final transient Failure failure;

  FailedCall(Failure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
