package org.llmi2i.vectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Matrix factorisation by Bayesian personalised ranking: a user's vector times that of an item the
 * user has, plus the item's bias, should exceed the same of an item that the user lacks.
 *
 * <p>The loss of a user u, an item i that u has with weight w, and a drawn item j that u lacks is
 * {@code w * ln(1 + exp(-(p_u (q_i - q_j) + b_i - b_j)))} plus a penalty on the length of the three
 * vectors: Rendle, Freudenthaler, Gantner, Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from
 * Implicit Feedback", UAI 2009, with weights, relative to their mean. Some j are drawn as often as
 * the log has them, so that a vector is not spent on telling popular items from rare ones.
 *
 * @param dimensions of a vector
 * @param epochs how often every pair of a user and an item is seen
 * @param popular the share of the items j that are drawn as often as the log has them; the others
 *     are drawn evenly
 * @param penalty of a vector's squared length
 */
record Bpr(int dimensions, int epochs, float learningRate, double popular, float penalty, long seed)
    implements ItemModel {
  private static final int BATCH = 4096;

  /** Draws of an item that the user lacks; a user who has nearly all may get one that they have. */
  private static final int ATTEMPTS = 10;

  /** With the settings that tables are made with. */
  static Bpr of(int dimensions, int epochs, long seed) {
    return new Bpr(dimensions, epochs, 0.01f, 1, 0.0003f, seed);
  }

  @Override
  public float[][] train(TrainingLog log, Progress progress) {
    return Torch.with(arrays -> new Training(log, arrays).run(progress));
  }

  private final class Training {
    private final TrainingLog log;
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Parameters parameters;
    private final NDArray users;
    private final NDArray items;
    private final NDArray biases;
    private final int[] pairUsers;
    private final double meanWeight;

    Training(TrainingLog log, NDManager arrays) {
      this.log = log;
      parameters = new Parameters(Bpr.this, arrays, seed, learningRate);
      float bound = (float) Math.sqrt(1.9 / dimensions);
      users =
          parameters.uniform(bound, log.users(), dimensions, user -> "user " + log.userId(user));
      items =
          parameters.uniform(bound, log.items(), dimensions, item -> "item " + log.itemId(item));
      biases = parameters.zeros(log.items(), 1);
      pairUsers = log.pairUsers();
      meanWeight = log.meanWeight();
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
      int[] user = new int[pairs.length];
      int[] item = new int[pairs.length];
      int[] other = new int[pairs.length];
      float[] weight = new float[pairs.length];
      for (int at = 0; at < pairs.length; at++) {
        user[at] = pairUsers[pairs[at]];
        item[at] = log.item(pairs[at]);
        other[at] = other(user[at]);
        weight[at] = (float) (log.weight(pairs[at]) / meanWeight);
      }
      return parameters.step(
          step -> {
            NDArray p = Examples.rows(step, users, user);
            NDArray qi = Examples.rows(step, items, item);
            NDArray qj = Examples.rows(step, items, other);
            NDArray margin =
                p.mul(qi.sub(qj))
                    .sum(new int[] {1}, true)
                    .add(Examples.rows(step, biases, item))
                    .sub(Examples.rows(step, biases, other))
                    .squeeze(1);
            NDArray lengths = p.square().sum().add(qi.square().sum()).add(qj.square().sum());
            return Activation.softPlus(margin.neg())
                .mul(step.create(weight))
                .mean()
                .add(lengths.mul(step.create(penalty / pairs.length)));
          });
    }

    /** Draws an item that a user lacks. */
    private int other(int user) {
      int item = 0;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        item =
            random.nextDouble() < popular
                ? log.item(random.nextInt(log.pairs()))
                : random.nextInt(log.items());
        if (!log.has(user, item)) {
          break;
        }
      }
      return item;
    }
  }
}
