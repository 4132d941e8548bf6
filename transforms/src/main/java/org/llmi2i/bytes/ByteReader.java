package org.llmi2i.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.util.VarInt;

/** Takes apart what a {@link ByteWriter} put together, in the same order. */
public final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;

  /** Reads what {@link ByteWriter#toBytes} gave. */
  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads one piece, as {@link ByteWriter#writePiece} wrote it. */
  public static ByteReader readPiece(InputStream in) throws IOException {
    return new ByteReader(pieceBytes(in));
  }

  /** The bytes of one piece, which a reader may take apart later. */
  public static byte[] pieceBytes(InputStream in) throws IOException {
    byte[] piece = new byte[VarInt.decodeInt(in)];
    if (in.readNBytes(piece, 0, piece.length) < piece.length) {
      throw new EOFException("a piece of " + piece.length + " bytes ends early");
    }
    return piece;
  }

  /** Whether anything is left of the piece. */
  public boolean hasMore() {
    return at < bytes.length;
  }

  /** What {@link ByteWriter#putLong} put. */
  public long getLong() {
    byte part = bytes[at++];
    if (part >= 0) {
      return part;
    }
    long value = 0;
    int shift = 0;
    while (part < 0) {
      value |= (part & 0x7fL) << shift;
      shift += 7;
      part = bytes[at++];
    }
    return value | ((long) part << shift);
  }

  /** What {@link ByteWriter#putFixed} put. */
  public long getFixed() {
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** What {@link ByteWriter#putDouble} put. */
  public double getDouble() {
    double value = (double) DOUBLES.get(bytes, at);
    at += Double.BYTES;
    return value;
  }

  /** So many bytes as {@link ByteWriter#putBytes} put them. */
  public byte[] getBytes(int length) {
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  /** What {@link ByteWriter#putText} put. */
  public String getText() {
    int length = (int) getLong();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Goes behind a text. */
  public void skipText() {
    int length = (int) getLong();
    at += length;
  }
}
