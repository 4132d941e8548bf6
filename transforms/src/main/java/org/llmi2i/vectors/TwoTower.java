package org.llmi2i.vectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A two-tower network: of a user it reads some items, of an item its number, and both become
 * vectors whose cosine is the greater, the likelier the user has the item too.
 *
 * <p>The tower of items is a table of vectors; the tower of users is the weighted mean of the
 * vectors, in the same table, of the items that it reads: Covington, Adams, Sargin, "Deep Neural
 * Networks for YouTube Recommendations", RecSys 2016, without the layers above the mean. So a user
 * of one item has that item's vector, and its neighbors are what such a user is foretold; layers
 * would turn the vectors of users away from those of items, and then the nearest items mean
 * nothing. What is read are other items of the user than the one foretold, drawn anew in each
 * epoch: a table of neighbors knows no order, and the order within a basket is none.
 *
 * <p>The loss is the softmax, over the distinct items that a batch's users took, of cosine by
 * temperature; from each is taken the logarithm of the chance that a batch has the item, so that
 * popular items are not held back for being in more batches: Yi et al., "Sampling-Bias-Corrected
 * Neural Modeling for Large Corpus Item Recommendations", RecSys 2019. An example counts with the
 * weight of the interaction that it foretells.
 *
 * @param dimensions of a vector
 * @param epochs how often every example is seen
 * @param history items that are read of a user, at most; drawn if there are more
 * @param temperature what cosines are divided by
 */
record TwoTower(
    int dimensions, int epochs, float learningRate, int history, float temperature, long seed)
    implements ItemModel {
  private static final int BATCH = 512;

  /** With the settings that tables are made with. */
  static TwoTower of(int dimensions, int epochs, long seed) {
    return new TwoTower(dimensions, epochs, 0.005f, 10, 0.07f, seed);
  }

  @Override
  public float[][] train(TrainingLog log, Progress progress) {
    return Torch.with(arrays -> new Training(log, arrays).run(progress));
  }

  private final class Training {
    private final TrainingLog log;
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Parameters parameters;
    private final NDArray items;
    private final int[] pairUsers;

    /** The logarithm of the chance that a batch has the item. */
    private final float[] logChances;

    Training(TrainingLog log, NDManager arrays) {
      this.log = log;
      parameters = new Parameters(TwoTower.this, arrays, seed, learningRate);
      float bound = (float) Math.sqrt(3.0 / dimensions);
      items =
          parameters.uniform(bound, log.items(), dimensions, item -> "item " + log.itemId(item));
      pairUsers = log.pairUsers();
      logChances = logChances();
    }

    private float[] logChances() {
      int[] counts = new int[log.items()];
      for (int pair = 0; pair < log.pairs(); pair++) {
        counts[log.item(pair)]++;
      }
      float[] logChances = new float[counts.length];
      for (int item = 0; item < counts.length; item++) {
        double without = BATCH * Math.log1p(-(double) counts[item] / log.pairs());
        logChances[item] = (float) Math.log(-Math.expm1(without));
      }
      return logChances;
    }

    float[][] run(Progress progress) {
      int[] order = new int[log.pairs()];
      Arrays.setAll(order, pair -> pair);
      for (int epoch = 0; epoch < epochs; epoch++) {
        Examples.shuffle(order, random);
        double loss = 0;
        for (int from = 0; from < order.length; from += BATCH) {
          int to = Math.min(from + BATCH, order.length);
          loss += (to - from) * step(Arrays.copyOfRange(order, from, to));
        }
        progress.epoch(loss / order.length);
      }
      return Examples.unitRows(items);
    }

    private double step(int[] pairs) {
      int[] seen = new int[pairs.length * history];
      float[] shares = new float[seen.length];
      Map<Integer, Integer> places = new LinkedHashMap<>();
      long[] own = new long[pairs.length];
      float[] weights = new float[pairs.length];
      for (int at = 0; at < pairs.length; at++) {
        read(pairs[at], seen, shares, at * history);
        places.putIfAbsent(log.item(pairs[at]), places.size());
        own[at] = places.get(log.item(pairs[at]));
        weights[at] = log.weight(pairs[at]);
      }
      int[] candidates = places.keySet().stream().mapToInt(Integer::intValue).toArray();
      float[] chances = new float[candidates.length];
      for (int at = 0; at < candidates.length; at++) {
        chances[at] = logChances[candidates[at]];
      }
      return parameters.step(
          step -> {
            NDArray user =
                Examples.rows(step, items, seen)
                    .mul(step.create(shares, new Shape(shares.length, 1)))
                    .reshape(pairs.length, history, dimensions)
                    .sum(new int[] {1})
                    .normalize(2, 1);
            NDArray item = Examples.rows(step, items, candidates).normalize(2, 1);
            return user.matMul(item.transpose())
                .div(step.create(temperature))
                .sub(step.create(chances, new Shape(1, chances.length)))
                .logSoftmax(1)
                .gather(step.create(own, new Shape(own.length, 1)), 1)
                .squeeze(1)
                .neg()
                .mul(step.create(weights))
                .mean();
          });
    }

    /** Notes other items of a pair's user, and what each counts in their mean. */
    private void read(int pair, int[] seen, float[] shares, int from) {
      int start = log.start(pairUsers[pair]);
      int others = log.start(pairUsers[pair] + 1) - start - 1;
      int size = Math.min(history, others);
      double sum = 0;
      for (int at = 0; at < size; at++) {
        int other = start + (others > history ? random.nextInt(others) : at);
        other += other < pair ? 0 : 1;
        seen[from + at] = log.item(other);
        shares[from + at] = log.weight(other);
        sum += log.weight(other);
      }
      for (int at = 0; at < size; at++) {
        shares[from + at] /= (float) sum;
      }
    }
  }
}
