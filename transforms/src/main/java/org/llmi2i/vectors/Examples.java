package org.llmi2i.vectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.SplittableRandom;

/** What the models have in common: the order of their examples, and rows of their parameters. */
final class Examples {
  private Examples() {}

  /** Puts examples in a random order. */
  static void shuffle(int[] examples, SplittableRandom random) {
    for (int last = examples.length - 1; last > 0; last--) {
      int drawn = random.nextInt(last + 1);
      int example = examples[last];
      examples[last] = examples[drawn];
      examples[drawn] = example;
    }
  }

  /** Rows of a parameter, in an array of the step. */
  static NDArray rows(NDManager step, NDArray parameter, int[] numbers) {
    NDArray wanted = step.create(numbers, new Shape(numbers.length));
    return Embedding.embedding(wanted, parameter, SparseFormat.DENSE).singletonOrThrow();
  }

  /** The rows of a parameter, each scaled to length 1. */
  static float[][] unitRows(NDArray parameter) {
    float[] values = parameter.toFloatArray();
    int dimensions = (int) parameter.getShape().get(1);
    float[][] rows = new float[values.length / dimensions][dimensions];
    for (int row = 0; row < rows.length; row++) {
      int from = row * dimensions;
      double squares = 0;
      for (int i = 0; i < dimensions; i++) {
        squares += (double) values[from + i] * values[from + i];
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < dimensions; i++) {
        rows[row][i] = (float) (values[from + i] / length);
      }
    }
    return rows;
  }
}
