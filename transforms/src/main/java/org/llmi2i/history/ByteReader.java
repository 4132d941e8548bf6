package org.llmi2i.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Takes apart what a {@link ByteWriter} put together, in the same order. */
final class ByteReader {
  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long getLong() {
    long value = 0;
    int shift = 0;
    byte part = bytes[at++];
    while (part < 0) {
      value |= (part & 0x7fL) << shift;
      shift += 7;
      part = bytes[at++];
    }
    return value | ((long) part << shift);
  }

  double getDouble() {
    double value = (double) DOUBLES.get(bytes, at);
    at += Double.BYTES;
    return value;
  }

  String getText() {
    int length = (int) getLong();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }
}
