package org.llmi2i.vectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.llmi2i.shards.StableHash;

/** What a model learns, and Adam, which moves it against the gradient. */
final class Parameters {
  private final ItemModel model;
  private final NDManager arrays;
  private final long seed;
  private final Optimizer optimizer;
  private final List<NDArray> parameters = new ArrayList<>();
  private long steps;

  /**
   * No parameters yet.
   *
   * @param model whose they are, which errors name with its settings
   * @param arrays those that the parameters are among
   * @param seed draws what they begin with
   */
  Parameters(ItemModel model, NDManager arrays, long seed, float learningRate) {
    this.model = model;
    this.arrays = arrays;
    this.seed = seed;
    optimizer = Optimizer.adam().optLearningRateTracker(Tracker.fixed(learningRate)).build();
  }

  /**
   * A new parameter, drawn evenly from minus to plus the bound.
   *
   * @param name of a row: rows of one name begin alike in every log, so that tables of a log before
   *     and after a change differ by the change more than by what was drawn
   */
  NDArray uniform(float bound, int rows, int columns, IntFunction<String> name) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = new SplittableRandom(StableHash.of(seed, name.apply(row)));
      for (int column = 0; column < columns; column++) {
        values[at++] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return add(values, rows, columns);
  }

  /** A new parameter that begins with zeros. */
  NDArray zeros(int rows, int columns) {
    return add(new float[Math.multiplyExact(rows, columns)], rows, columns);
  }

  private NDArray add(float[] values, int rows, int columns) {
    NDArray parameter = arrays.create(values, new Shape(rows, columns));
    parameter.setRequiresGradient(true);
    parameters.add(parameter);
    return parameter;
  }

  /**
   * Takes one step.
   *
   * @param loss computes it; the arrays that it is given, and those made of them, are released
   *     afterwards. A number in it must be such an array too: DJL's {@code mul(Number)} and its
   *     like give the number's memory back to the garbage collector while the gradient still needs
   *     it.
   * @return the loss before the step
   * @throws IllegalStateException if the loss is infinite or no number; no step is taken then
   */
  float step(Function<NDManager, NDArray> loss) {
    steps++;
    try (NDManager batch = arrays.newSubManager()) {
      float value;
      try (GradientCollector gradients = arrays.getEngine().newGradientCollector()) {
        NDArray computed = loss.apply(batch);
        value = computed.getFloat();
        if (!Float.isFinite(value)) {
          throw new IllegalStateException(
              model + ": the loss must be finite, got " + value + " in step " + steps);
        }
        gradients.backward(computed);
      }
      for (int at = 0; at < parameters.size(); at++) {
        try (NDArray gradient = parameters.get(at).getGradient()) {
          optimizer.update(Integer.toString(at), parameters.get(at), gradient);
          // PyTorch adds the next gradient to this one.
          gradient.subi(gradient);
        }
      }
      return value;
    }
  }
}
