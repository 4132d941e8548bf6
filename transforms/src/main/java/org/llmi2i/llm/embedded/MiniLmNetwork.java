package org.llmi2i.llm.embedded;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The neural network of all-MiniLM-L6-v2, 8-bit quantized: token numbers in, one vector out.
 *
 * <p>May be called from many threads at once; each call computes in its own thread. Holds about 25
 * MB outside the heap.
 */
final class MiniLmNetwork {
  static final int DIMENSIONS = 384;

  private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";

  private final OrtEnvironment environment;
  private final OrtSession session;

  private MiniLmNetwork(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads the weights from the class path, in about 0.1 s.
   *
   * @throws IllegalStateException if they are not on the class path or cannot be loaded
   */
  static MiniLmNetwork load() {
    try (InputStream weights = Resources.open(WEIGHTS);
        SessionOptions options = new SessionOptions()) {
      // The runner already has a thread a core; more of them only wait for each other.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      // Builds for Windows report their use unless told not to.
      environment.setTelemetry(false);
      return new MiniLmNetwork(
          environment, environment.createSession(weights.readAllBytes(), options));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + WEIGHTS, e);
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot load " + WEIGHTS, e);
    }
  }

  /**
   * The mean of the network's output over all tokens, scaled to length 1.
   *
   * <p>Takes one text at a time: the quantized layers scale their input by its greatest value in
   * the whole batch, so in a batch a text's vector depends on its neighbours (cosine down to 0.98
   * among product titles). The price is small: batches of 32 would be about 15 % faster.
   *
   * @param tokens numbers of the tokens, the start and end marks included
   * @return {@link #DIMENSIONS} numbers
   * @throws IllegalStateException if the network fails
   */
  float[] vector(long[] tokens) {
    long[] ones = new long[tokens.length];
    Arrays.fill(ones, 1);
    long[] zeros = new long[tokens.length];
    try (OnnxTensor ids = row(tokens);
        OnnxTensor mask = row(ones);
        OnnxTensor types = row(zeros);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return unitMean(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The embedded model failed on a text of " + tokens.length + " tokens", e);
    }
  }

  private OnnxTensor row(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  /** The scaled mean of {@code rows} rows; the sum will do, since the length is 1 in the end. */
  private static float[] unitMean(FloatBuffer hidden, int rows) {
    double[] sum = new double[DIMENSIONS];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += hidden.get(row * DIMENSIONS + i);
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      unit[i] = (float) (sum[i] / length);
    }
    return unit;
  }
}
