package org.llmi2i.llm.vertex;

import org.llmi2i.llm.Failure;

/** No prompt of a batch has an answer. */
final class BatchException extends Exception {
  private final transient Failure failure;

  BatchException(Failure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
