package org.llmi2i.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.util.VarInt;

/**
 * Puts values together as bytes, for coders; {@link ByteReader} takes them apart.
 *
 * <p>Runners take single bytes many times more slowly than pieces.
 */
public final class ByteWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_VAR_LONG = 10;

  private byte[] bytes;
  private int size;

  /** A writer that at first has room for so many bytes. */
  public ByteWriter(int room) {
    bytes = new byte[room];
  }

  /** A whole number, negative or not: seven bits a byte, the lowest first. */
  public void putLong(long value) {
    reserve(MAX_VAR_LONG);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** A whole number that may be any: 8 bytes. */
  public void putFixed(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** A number in 8 bytes, bit by bit. */
  public void putDouble(double value) {
    reserve(Double.BYTES);
    DOUBLES.set(bytes, size, value);
    size += Double.BYTES;
  }

  /** A text, as its length in UTF-8 and its bytes. */
  public void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putLong(utf8.length);
    putBytes(utf8);
  }

  /** Bytes as they are. */
  public void putBytes(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /** What another writer holds. */
  public void putAll(ByteWriter other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, size)));
    }
  }

  /** How many bytes were put since the last piece. */
  public int size() {
    return size;
  }

  /** What was put since the last piece. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets what was put. */
  public void clear() {
    size = 0;
  }

  /** Writes what was put as one piece, that begins with its length, and begins anew. */
  public void writePiece(OutputStream out) throws IOException {
    VarInt.encode(size, out);
    out.write(bytes, 0, size);
    size = 0;
  }

  /** Writes bytes as one piece. */
  public static void writePiece(byte[] piece, OutputStream out) throws IOException {
    VarInt.encode(piece.length, out);
    out.write(piece);
  }
}
