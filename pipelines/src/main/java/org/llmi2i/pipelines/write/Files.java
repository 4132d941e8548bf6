package org.llmi2i.pipelines.write;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.MimeTypes;

/** Streams to and from files on whatever file system their names say. */
final class Files {
  private static final int BUFFER = 1 << 16;

  private Files() {}

  static OutputStream create(String file) throws IOException {
    return new BufferedOutputStream(
        Channels.newOutputStream(
            FileSystems.create(FileSystems.matchNewResource(file, false), MimeTypes.BINARY)),
        BUFFER);
  }

  static InputStream open(String file) throws IOException {
    return new BufferedInputStream(
        Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false))),
        BUFFER);
  }
}
