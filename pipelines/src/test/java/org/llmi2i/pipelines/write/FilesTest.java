package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Copies between local files take another way than those from or to anything else. */
public class FilesTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final byte[] bytes = new byte[200_000];

  public FilesTest() {
    new Random(3).nextBytes(bytes);
  }

  @Test
  public void partsOfLocalFilesAreCopiedOneBehindTheOther() throws IOException {
    String from = write();
    String to = temporary.getRoot() + "/new/to";
    try (ReadableByteChannel in = Files.openChannel(from);
        WritableByteChannel out = Files.createChannel(to)) {
      Files.copy(in, out, 0);
      Files.copy(in, out, 3);
      Files.copy(in, out, bytes.length - 4);
      assertThrows(EOFException.class, () -> Files.copy(in, out, 2));
    }
    try (var in = Files.open(to)) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  @Test
  public void soAreThoseOfAnyChannel() throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes));
    WritableByteChannel out = Channels.newChannel(to);
    Files.copy(in, out, 0);
    Files.copy(in, out, 3);
    Files.copy(in, out, bytes.length - 4);
    assertArrayEquals(Arrays.copyOf(bytes, bytes.length - 1), to.toByteArray());
    assertThrows(EOFException.class, () -> Files.copy(in, out, 2));
  }

  private String write() throws IOException {
    String file = temporary.getRoot() + "/from";
    try (var out = Files.create(file)) {
      out.write(bytes);
    }
    return file;
  }
}
