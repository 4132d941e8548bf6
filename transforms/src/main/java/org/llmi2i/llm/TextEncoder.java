package org.llmi2i.llm;

import java.io.Serializable;
import java.util.List;

/**
 * Turns texts into vectors whose inner product is their similarity in meaning.
 *
 * <p>An implementation may be called from many threads at once.
 */
public interface TextEncoder extends AutoCloseable {

  /**
   * Encodes every text.
   *
   * @return a vector of length 1 a text, in their order, all of the same number of dimensions; the
   *     zero vector for a text that says nothing, such as an empty one. A vector depends on its
   *     text alone. Do not change it: it may be shared.
   */
  List<float[]> encode(List<String> texts);

  @Override
  void close();

  /** Makes the encoder on the worker; shipped there in place of the encoder itself. */
  interface Factory extends Serializable {
    TextEncoder create();
  }
}
