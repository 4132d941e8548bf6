package org.llmi2i.cooccurrence;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.llmi2i.history.History;

/**
 * Every item's sum of squared weights over its users.
 *
 * <p>Sums are kept as whole numbers of 2^-36: these add up to the same whatever the order, and hold
 * 134 million users of weight 1. A weight of 1 or 0.5 is exact, any other to 1.5e-11.
 */
final class Norms extends Combine.CombineFn<History, Map<String, Long>, Map<String, Double>> {
  private static final double ONE = 1L << 36;

  private final Baskets baskets;

  Norms(Baskets baskets) {
    this.baskets = baskets;
  }

  @Override
  public Map<String, Long> createAccumulator() {
    return new HashMap<>();
  }

  @Override
  public Map<String, Long> addInput(Map<String, Long> sums, History history) {
    baskets
        .of(history)
        .ifPresent(
            basket -> {
              for (int i = 0; i < basket.size(); i++) {
                double weight = basket.weight(i);
                sums.merge(basket.item(i), Math.round(weight * weight * ONE), Math::addExact);
              }
            });
    return sums;
  }

  @Override
  public Map<String, Long> mergeAccumulators(Iterable<Map<String, Long>> parts) {
    Map<String, Long> sums = createAccumulator();
    for (Map<String, Long> part : parts) {
      part.forEach((item, sum) -> sums.merge(item, sum, Math::addExact));
    }
    return sums;
  }

  @Override
  public Map<String, Double> extractOutput(Map<String, Long> sums) {
    Map<String, Double> norms = new HashMap<>();
    sums.forEach((item, sum) -> norms.put(item, sum / ONE));
    return norms;
  }

  @Override
  public Coder<Map<String, Long>> getAccumulatorCoder(
      CoderRegistry registry, Coder<History> inputCoder) {
    return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  }

  @Override
  public Coder<Map<String, Double>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<History> inputCoder) {
    return MapCoder.of(StringUtf8Coder.of(), DoubleCoder.of());
  }
}
