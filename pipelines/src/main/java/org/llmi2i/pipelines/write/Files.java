package org.llmi2i.pipelines.write;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;

/** Streams and channels to and from files on whatever file system their names say. */
public final class Files {
  private static final int BUFFER = 1 << 16;

  private Files() {}

  /** Whether a file or folder of this name is on a disk that this process sees. */
  public static boolean isLocal(String name) {
    return FileSystems.matchNewResource(name, true).getScheme().equals("file");
  }

  /** The path of a file or folder on a disk, which may be written {@code file:///...}. */
  public static Path local(String name) {
    return name.startsWith("file:") ? Path.of(URI.create(name)) : Path.of(name);
  }

  /** A new file, in place of one that is there. */
  public static OutputStream create(String file) throws IOException {
    return new BufferedOutputStream(Channels.newOutputStream(createChannel(file)), BUFFER);
  }

  /** Writes a text, in place of a file that is there. */
  public static void write(String file, String text) throws IOException {
    try (OutputStream out = create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A channel that is not buffered. */
  static WritableByteChannel createChannel(String file) throws IOException {
    ResourceId resource = FileSystems.matchNewResource(file, false);
    if (!resource.getScheme().equals("file")) {
      return FileSystems.create(resource, MimeTypes.BINARY);
    }
    // Beam's own channel to a local file copies all bytes several times, 8 KiB at a time.
    Path path = Path.of(resource.toString());
    java.nio.file.Files.createDirectories(path.toAbsolutePath().getParent());
    return FileChannel.open(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /** An existing file. */
  public static InputStream open(String file) throws IOException {
    return new BufferedInputStream(Channels.newInputStream(openChannel(file)), BUFFER);
  }

  static ReadableByteChannel openChannel(String file) throws IOException {
    return FileSystems.open(FileSystems.matchNewResource(file, false));
  }

  /** Copies so many bytes; between two local files, without bringing them into this process. */
  static void copy(ReadableByteChannel from, WritableByteChannel to, long bytes)
      throws IOException {
    if (from instanceof FileChannel file && to instanceof FileChannel) {
      copy(file, to, bytes);
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(bytes, BUFFER));
    for (long left = bytes; left > 0; left -= buffer.limit()) {
      buffer.clear().limit((int) Math.min(left, BUFFER));
      while (buffer.hasRemaining()) {
        if (from.read(buffer) < 0) {
          throw new EOFException(left + " bytes are missing");
        }
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
    }
  }

  private static void copy(FileChannel from, WritableByteChannel to, long bytes)
      throws IOException {
    long end = from.position() + bytes;
    while (from.position() < end) {
      long copied = from.transferTo(from.position(), end - from.position(), to);
      if (copied == 0) {
        throw new EOFException(end - from.position() + " bytes are missing");
      }
      from.position(from.position() + copied);
    }
  }
}
