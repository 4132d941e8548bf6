package org.llmi2i.coders;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;

/** Arrays of floats, such as vectors of titles: a length, then four bytes each. */
public final class FloatsCoder extends AtomicCoder<float[]> {
  private static final FloatsCoder INSTANCE = new FloatsCoder();

  private FloatsCoder() {}

  public static FloatsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(float[] values, OutputStream out) throws IOException {
    VarInt.encode(values.length, out);
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  @Override
  public float[] decode(InputStream in) throws IOException {
    float[] values = new float[VarInt.decodeInt(in)];
    byte[] bytes = in.readNBytes(values.length * Float.BYTES);
    if (bytes.length < values.length * Float.BYTES) {
      throw new EOFException("the array is cut off");
    }
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
