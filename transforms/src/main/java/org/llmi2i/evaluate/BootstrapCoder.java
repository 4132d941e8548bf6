package org.llmi2i.evaluate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;

/** The sums of a {@link Bootstrap} as bytes: eight a number. */
final class BootstrapCoder extends AtomicCoder<Bootstrap> {
  private static final BootstrapCoder INSTANCE = new BootstrapCoder();
  private static final int ROW_BYTES = (Bootstrap.RESAMPLES + 1) * Double.BYTES;

  private BootstrapCoder() {}

  static BootstrapCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Bootstrap value, OutputStream out) throws IOException {
    encode(value.sums(), out);
    encode(value.weights(), out);
  }

  @Override
  public Bootstrap decode(InputStream in) throws IOException {
    return new Bootstrap(rows(in), rows(in));
  }

  private static void encode(double[][] rows, OutputStream out) throws IOException {
    new DataOutputStream(out).writeInt(rows.length);
    for (double[] row : rows) {
      ByteBuffer bytes = ByteBuffer.allocate(ROW_BYTES);
      bytes.asDoubleBuffer().put(row);
      out.write(bytes.array());
    }
  }

  private static double[][] rows(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    double[][] rows = new double[data.readInt()][Bootstrap.RESAMPLES + 1];
    byte[] bytes = new byte[ROW_BYTES];
    for (double[] row : rows) {
      data.readFully(bytes);
      ByteBuffer.wrap(bytes).asDoubleBuffer().get(row);
    }
    return rows;
  }
}
