package org.llmi2i.vectors;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.Test;

/** {@link Parameters}: a step against the gradient, and none where there is no gradient. */
public class ParametersTest {
  private static final ItemModel MODEL = Bpr.of(1, 1, 3);

  private static Parameters parameters(NDManager arrays) {
    return new Parameters(MODEL, arrays, 3, 0.5f);
  }

  /** Adam's first step is as long as the learning rate, whatever the gradient's size. */
  @Test
  public void aStepGoesAgainstTheGradientAndTellsTheLossBefore() {
    float[] moved =
        Torch.with(
            arrays -> {
              Parameters parameters = parameters(arrays);
              NDArray parameter = parameters.zeros(1, 2);
              float loss =
                  parameters.step(
                      step -> parameter.sub(step.create(new float[] {1, -20})).square().sum());
              assertEquals(401, loss, 0);
              return parameter.toFloatArray();
            });
    assertArrayEquals(new float[] {0.5f, -0.5f}, moved, 1e-6f);
  }

  @Test
  public void aLossThatIsNotFiniteIsAnErrorAndMovesNothing() {
    for (float factor : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] moved =
          Torch.with(
              arrays -> {
                Parameters parameters = parameters(arrays);
                NDArray parameter = parameters.zeros(1, 1);
                parameters.step(step -> parameter.sub(step.create(1f)).square().sum());
                IllegalStateException error =
                    assertThrows(
                        IllegalStateException.class,
                        () -> parameters.step(step -> parameter.mul(step.create(factor)).sum()));
                assertEquals(
                    MODEL + ": the loss must be finite, got " + factor + " in step 2",
                    error.getMessage());
                return parameter.toFloatArray();
              });
      assertArrayEquals(new float[] {0.5f}, moved, 1e-6f);
    }
  }
}
