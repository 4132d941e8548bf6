package org.llmi2i.pipelines.marketplace;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name only when it is complete; what breaks off midway leaves no
 * file behind.
 */
final class WholeFile implements AutoCloseable {
  private final Path path;
  private final Path partial;
  private final Writer writer;

  private WholeFile(Path path, Path partial, Writer writer) {
    this.path = path;
    this.partial = partial;
    this.writer = writer;
  }

  static WholeFile of(Path path) throws IOException {
    Path partial = path.resolveSibling(path.getFileName() + ".partial");
    return new WholeFile(path, partial, Files.newBufferedWriter(partial, StandardCharsets.UTF_8));
  }

  WholeFile write(CharSequence text) throws IOException {
    writer.append(text);
    return this;
  }

  /** Gives the file its name; nothing may be written after it. */
  void complete() throws IOException {
    writer.close();
    Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(partial);
  }
}
