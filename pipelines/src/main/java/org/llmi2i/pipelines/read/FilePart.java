package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.ByteStreams;

/**
 * A file to read, or whole lines from the middle of one.
 *
 * @param name the file
 * @param head the bytes of the line that names the columns, which stands before every part
 * @param from the part's first byte
 * @param to the byte behind its last, or {@link #END}
 */
record FilePart(String name, long head, long from, long to) {
  /** The end of the file. */
  private static final long END = -1;

  private static final long PART_BYTES = 4 << 20;
  private static final int MAX_PARTS = 256;

  /** All of a file. */
  static FilePart whole(String name) {
    return new FilePart(name, 0, 0, END);
  }

  /**
   * The parts that workers can read beside each other: several of a large file whose lines are rows
   * each, which is one without compression and, among delimited files, without quotes. Reads such a
   * file once through.
   */
  static List<FilePart> of(MatchResult.Metadata file) throws IOException {
    return of(file, Math.max(PART_BYTES, file.sizeBytes() / MAX_PARTS));
  }

  /** The parts, of about so many bytes. */
  static List<FilePart> of(MatchResult.Metadata file, long partBytes) throws IOException {
    String name = file.resourceId().toString();
    RowFormat format = RowFormat.of(name);
    if (!format.hasLines()
        || Compression.detect(name) != Compression.UNCOMPRESSED
        || !file.isReadSeekEfficient()
        || file.sizeBytes() < 2 * partBytes) {
      return List.of(whole(name));
    }
    Cuts cuts = new Cuts(format.hasHeader(), partBytes);
    try (InputStream in = Channels.newInputStream(FileSystems.open(file.resourceId()))) {
      return cuts.find(in) ? cuts.parts(name) : List.of(whole(name));
    }
  }

  InputStream open() throws IOException {
    ResourceId file = FileSystems.matchNewResource(name, false);
    if (to == END) {
      return Channels.newInputStream(
          Compression.detect(name).readDecompressed(FileSystems.open(file)));
    }
    InputStream part = range(file, from, to);
    return from == 0 ? part : new SequenceInputStream(range(file, 0, head), part);
  }

  private static InputStream range(ResourceId file, long from, long to) throws IOException {
    ReadableByteChannel channel = FileSystems.open(file);
    ((SeekableByteChannel) channel).position(from);
    return ByteStreams.limit(Channels.newInputStream(channel), to - from);
  }

  /** Where lines end, about every so many bytes. */
  private static final class Cuts {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;

    private final boolean header;
    private final long partBytes;
    private final List<Long> ends = new ArrayList<>();
    private long head;

    /** Behind which the next line that ends is a cut. */
    private long next;

    Cuts(boolean header, long partBytes) {
      this.header = header;
      this.partBytes = partBytes;
    }

    /** Whether the file can be cut: no quote makes a value span lines. */
    boolean find(InputStream in) throws IOException {
      byte[] buffer = new byte[1 << 20];
      long position = 0;
      for (int size = in.read(buffer); size > 0; size = in.read(buffer)) {
        if (header && hasQuote(buffer, size)) {
          return false;
        }
        cut(buffer, size, position);
        position += size;
      }
      if (ends.isEmpty() || ends.get(ends.size() - 1) < position) {
        ends.add(position);
      }
      // A first line that is nearly empty may not be the one that names the columns.
      return !header || head > 4;
    }

    /** Whether there is a quote; looks at eight bytes at once, since it looks at all of a log. */
    private static boolean hasQuote(byte[] buffer, int size) {
      int at = 0;
      for (; at + Long.BYTES <= size; at += Long.BYTES) {
        long zeroIfQuote = (long) LONGS.get(buffer, at) ^ QUOTES;
        if (((zeroIfQuote - ONES) & ~zeroIfQuote & HIGHS) != 0) {
          return true;
        }
      }
      for (; at < size; at++) {
        if (buffer[at] == '"') {
          return true;
        }
      }
      return false;
    }

    /** Cuts behind the first line, and then behind the lines that end next after every part. */
    private void cut(byte[] buffer, int size, long position) {
      long at = Math.max(position, next);
      while (at < position + size) {
        if (buffer[(int) (at - position)] != '\n') {
          at++;
          continue;
        }
        if (head == 0) {
          head = at + 1;
        } else {
          ends.add(at + 1);
        }
        next = at + partBytes;
        at = next;
      }
    }

    List<FilePart> parts(String name) {
      List<FilePart> parts = new ArrayList<>();
      long from = 0;
      for (long end : ends) {
        parts.add(new FilePart(name, header ? head : 0, from, end));
        from = end;
      }
      return parts;
    }
  }
}
