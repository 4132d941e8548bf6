package org.llmi2i.llm.embedded;

/** A text as the model sees it: its vector, and what it took to read it. Not to be changed. */
final class EncodedText {
  private final float[] vector;
  private final int tokens;

  EncodedText(float[] vector, int tokens) {
    this.vector = vector;
    this.tokens = tokens;
  }

  /** The vector itself, not a copy: of length 1, or zero throughout if the text says nothing. */
  float[] vector() {
    return vector;
  }

  /** Tokens read, the start and end marks included. */
  int tokens() {
    return tokens;
  }

  /** The inner product of two vectors: their similarity, -1 to 1. */
  double similarity(EncodedText other) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += (double) vector[i] * other.vector[i];
    }
    return sum;
  }
}
