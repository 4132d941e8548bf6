package org.llmi2i.llm.http;

import java.io.IOException;

/** An answer that is longer than any useful one, of which only the beginning was read. */
final class LongAnswer extends IOException {
  private final String beginning;

  LongAnswer(String beginning) {
    super("the answer is longer than " + OneAttempt.MAX_BODY_BYTES + " bytes");
    this.beginning = beginning;
  }

  String beginning() {
    return beginning;
  }
}
