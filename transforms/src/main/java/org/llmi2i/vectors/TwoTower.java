package org.llmi2i.vectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A two-tower network: of a user it reads the items that came before, of an item its number, and
 * both become vectors whose cosine is the greater, the likelier the user takes the item next.
 *
 * <p>The tower of users is the weighted mean of the vectors of up to {@link #history} items, plus
 * what two layers make of it; the tower of items is the item's vector, of the same table:
 * Covington, Adams, Sargin, "Deep Neural Networks for YouTube Recommendations", RecSys 2016, with a
 * shared table. The loss is the softmax, over the distinct items that a batch's users took, of
 * cosine by temperature; from each is taken the logarithm of the chance that a batch has the item,
 * so that popular items are not held back for being in more batches: Yi et al.,
 * "Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations", RecSys 2019. An
 * example counts with the weight of the interaction that it foretells.
 *
 * @param dimensions of a vector
 * @param epochs how often every example is seen
 * @param history items that are read of a user, at most
 * @param temperature what cosines are divided by
 * @param correction how much of the logarithm is taken: 1 for all popularity to count, 0 for none
 */
record TwoTower(
    int dimensions,
    int epochs,
    float learningRate,
    int history,
    float temperature,
    float correction,
    long seed)
    implements ItemModel {
  private static final int BATCH = 512;

  /** With the settings that tables are made with. */
  static TwoTower of(int dimensions, int epochs, long seed) {
    return new TwoTower(dimensions, epochs, 0.005f, 20, 0.1f, 1, seed);
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
    private final NDArray inner;
    private final NDArray innerBias;
    private final NDArray outer;
    private final int[] pairUsers;

    /** The pairs that are foretold: of each user all but the first. */
    private final int[] foretold;

    /** The logarithm of the chance that a batch has the item. */
    private final float[] logChances;

    Training(TrainingLog log, NDManager arrays) {
      this.log = log;
      parameters = new Parameters(arrays, seed, learningRate);
      int hidden = 2 * dimensions;
      float bound = (float) Math.sqrt(3.0 / dimensions);
      items =
          parameters.uniform(bound, log.items(), dimensions, item -> "item " + log.itemId(item));
      inner = parameters.uniform(bound, dimensions, hidden, row -> "inner " + row);
      innerBias = parameters.zeros(1, hidden);
      // What the layers add begins with nothing, and the tower with the mean of its items.
      outer = parameters.zeros(hidden, dimensions);
      pairUsers = log.pairUsers();
      foretold = foretold(log);
      logChances = logChances();
    }

    private static int[] foretold(TrainingLog log) {
      int[] foretold = new int[log.pairs() - log.users()];
      int size = 0;
      for (int user = 0; user < log.users(); user++) {
        for (int pair = log.start(user) + 1; pair < log.start(user + 1); pair++) {
          foretold[size++] = pair;
        }
      }
      return foretold;
    }

    private float[] logChances() {
      int[] counts = new int[log.items()];
      for (int pair : foretold) {
        counts[log.item(pair)]++;
      }
      float[] logChances = new float[counts.length];
      for (int item = 0; item < counts.length; item++) {
        double without = BATCH * Math.log1p(-(double) counts[item] / foretold.length);
        logChances[item] = (float) Math.log(-Math.expm1(without));
      }
      return logChances;
    }

    float[][] run(Progress progress) {
      int[] order = foretold.clone();
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
      Map<Integer, Integer> places = new LinkedHashMap<>();
      for (int pair : pairs) {
        places.putIfAbsent(log.item(pair), places.size());
      }
      int candidates = places.size();
      for (int pair : pairs) {
        for (int seen = firstSeen(pair); seen < pair; seen++) {
          places.putIfAbsent(log.item(seen), places.size());
        }
      }
      int[] met = places.keySet().stream().mapToInt(Integer::intValue).toArray();
      float[] means = new float[pairs.length * met.length];
      long[] own = new long[pairs.length];
      float[] weight = new float[pairs.length];
      for (int at = 0; at < pairs.length; at++) {
        own[at] = places.get(log.item(pairs[at]));
        weight[at] = log.weight(pairs[at]);
        addMean(pairs[at], places, means, at * met.length);
      }
      float[] chances = new float[candidates];
      for (int at = 0; at < candidates; at++) {
        chances[at] = correction * logChances[met[at]];
      }
      return parameters.step(
          step -> {
            NDArray rows = Examples.rows(step, items, met);
            NDArray mean = step.create(means, new Shape(pairs.length, met.length)).matMul(rows);
            NDArray layers = Activation.relu(mean.matMul(inner).add(innerBias)).matMul(outer);
            NDArray user = mean.add(layers).normalize(2, 1);
            NDArray item = rows.get("0:" + candidates).normalize(2, 1);
            return user.matMul(item.transpose())
                .div(temperature)
                .sub(step.create(chances, new Shape(1, candidates)))
                .logSoftmax(1)
                .gather(step.create(own, new Shape(pairs.length, 1)), 1)
                .squeeze(1)
                .neg()
                .mul(step.create(weight))
                .mean();
          });
    }

    private int firstSeen(int pair) {
      return Math.max(log.start(pairUsers[pair]), pair - history);
    }

    /** Notes what each item that was seen before a pair counts in its mean. */
    private void addMean(int pair, Map<Integer, Integer> places, float[] means, int row) {
      double sum = 0;
      for (int seen = firstSeen(pair); seen < pair; seen++) {
        sum += log.weight(seen);
      }
      for (int seen = firstSeen(pair); seen < pair; seen++) {
        means[row + places.get(log.item(seen))] = (float) (log.weight(seen) / sum);
      }
    }
  }
}
