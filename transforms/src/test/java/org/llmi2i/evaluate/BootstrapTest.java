package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Test;
import org.llmi2i.shards.StableHash;

public class BootstrapTest {
  private static final double NONE = Double.NaN;

  @Test
  public void theMeanIsThatOfTheUsersWhoCount() {
    Bootstrap bootstrap = of(new double[][] {{1, NONE}, {0, 4}, {0.5, 2}}, 0);
    assertEquals(0.5, bootstrap.mean(0, 0).value(), 1e-15);
    assertEquals(3, bootstrap.mean(1, 1).value(), 1e-15);
    assertEquals(3, bootstrap.count(0));
    assertEquals(2, bootstrap.count(1));
  }

  /** 400 users, half of them 1 and half 0: the mean's standard error is 0.5 / 20. */
  @Test
  public void theIntervalOfAMeanIsAboutTwoStandardErrorsToEitherSide() {
    double[][] users = new double[400][];
    for (int i = 0; i < users.length; i++) {
      users[i] = new double[] {i % 2};
    }
    Bootstrap.Estimate mean = of(users, 0).mean(0, 0);
    assertEquals(0.5 - 1.96 * 0.025, mean.low(), 0.008);
    assertEquals(0.5 + 1.96 * 0.025, mean.high(), 0.008);
  }

  /** Users differ a lot, and each gains the same: paired, the gain is certain. */
  @Test
  public void aGainOfEveryUserIsCertainHoweverUsersDiffer() {
    Random random = new Random(1);
    double[][] users = new double[100][];
    for (int i = 0; i < users.length; i++) {
      double base = random.nextDouble();
      users[i] = new double[] {base, base + 0.01};
    }
    Bootstrap bootstrap = of(users, 0);

    Bootstrap.Estimate difference = bootstrap.difference(1, 0, 0);
    assertEquals(0.01, difference.value(), 1e-12);
    assertEquals(0.01, difference.low(), 1e-12);
    assertEquals(0.01, difference.high(), 1e-12);
    assertEquals(2.0 / 1001, bootstrap.pValue(1, 0, 0), 1e-15);
    assertTrue("the mean itself is far less certain", width(bootstrap.mean(0, 0)) > 0.05);
  }

  @Test
  public void noDifferenceIsNoEvidence() {
    Bootstrap bootstrap = of(new double[][] {{1, 1}, {0, 0}, {0.3, 0.3}}, 0);
    assertEquals(new Bootstrap.Estimate(0, 0, 0), bootstrap.difference(1, 0, 0));
    assertEquals(1, bootstrap.pValue(1, 0, 0), 0);
  }

  /** 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1, as a computer has it; here it is no difference. */
  @Test
  public void roundingIsNoDifference() {
    double[][] users = {{0.1, 0.3}, {0.2, 0.2}, {0.3, 0.1}};
    int[] populations = {0, 0};
    boolean[] member = {true};
    Bootstrap bootstrap = new Bootstrap(2, 1);
    for (double[] user : users) {
      // The same seed: each resample has all of them equally often.
      bootstrap.add(7, user, populations, member);
    }
    assertNotEquals(bootstrap.sums()[0][0], bootstrap.sums()[1][0], 0);
    assertEquals(1, bootstrap.pValue(1, 0, 0), 0);
  }

  @Test
  public void asManyGainAsLose() {
    double[][] users = new double[200][];
    for (int i = 0; i < users.length; i++) {
      users[i] = new double[] {0.5, i % 2};
    }
    Bootstrap bootstrap = of(users, 0);
    Bootstrap.Estimate difference = bootstrap.difference(1, 0, 0);
    assertTrue(difference.low() < 0 && difference.high() > 0);
    assertTrue("got " + bootstrap.pValue(1, 0, 0), bootstrap.pValue(1, 0, 0) > 0.5);
  }

  @Test
  public void theLiftIsTheDifferenceAsAShareOfTheBase() {
    double[][] users = {{0.2, 0.3}, {0.4, 0.6}, {0.1, 0.15}};
    Bootstrap.Estimate lift = of(users, 0).lift(1, 0);
    assertEquals(0.5, lift.value(), 1e-12);
    assertEquals(0.5, lift.low(), 1e-12);
    assertEquals(0.5, lift.high(), 1e-12);
  }

  /** One of one and none of three are one of four, though half on average. */
  @Test
  public void aRatioIsOfSums() {
    Bootstrap bootstrap = of(new double[][] {{1, 1}, {0, 3}}, 0);
    assertEquals(new Bootstrap.Estimate(0.25, 0, 1), bootstrap.ratio(0, 1));
    assertEquals(4, bootstrap.sum(1), 0);
  }

  @Test
  public void aLiftOverNothingIsNotFiniteAndHasNoInterval() {
    Bootstrap.Estimate lift = of(new double[][] {{0, 1}, {0, 0}}, 0).lift(1, 0);
    assertTrue(Double.isInfinite(lift.value()));
    assertTrue(Double.isNaN(lift.low()) && Double.isNaN(lift.high()));
  }

  @Test
  public void aColumnWithoutUsersHasNoFigure() {
    Bootstrap bootstrap = of(new double[][] {{NONE}, {NONE}}, 0);
    assertEquals(0, bootstrap.count(0));
    assertTrue(Double.isNaN(bootstrap.mean(0, 0).value()));
  }

  @Test
  public void oneUserIsCertainOfThemselves() {
    assertEquals(new Bootstrap.Estimate(0.5, 0.5, 0.5), of(new double[][] {{0.5}}, 0).mean(0, 0));
  }

  @Test
  public void partsAddUpToTheWhole() throws Exception {
    double[][] users = {{1, 2}, {3, 5}, {4, 8}};
    int[] populations = {0, 0};
    boolean[] member = {true};
    Bootstrap whole = new Bootstrap(2, 1);
    Bootstrap parts = new Bootstrap(2, 1);
    for (int user = 0; user < users.length; user++) {
      whole.add(user, users[user], populations, member);
      Bootstrap part = new Bootstrap(2, 1);
      part.add(user, users[user], populations, member);
      parts.add(CoderUtils.clone(BootstrapCoder.of(), part));
    }
    assertEquals(whole, parts);
  }

  @Test
  public void theSameSeedGivesTheSameIntervalAndAnotherAnother() {
    Random random = new Random(1);
    double[][] users = new double[50][];
    for (int i = 0; i < users.length; i++) {
      users[i] = new double[] {random.nextDouble()};
    }
    Bootstrap.Estimate one = of(users, 7).mean(0, 0);
    assertEquals(one, of(users, 7).mean(0, 0));
    assertNotEquals(one, of(users, 8).mean(0, 0));
  }

  /** Every column is of a population of its own: the users who have a figure there. */
  private static Bootstrap of(double[][] users, long seed) {
    int columns = users[0].length;
    int[] populations = IntStream.range(0, columns).toArray();
    Bootstrap bootstrap = new Bootstrap(columns, columns);
    for (int user = 0; user < users.length; user++) {
      boolean[] member = new boolean[columns];
      for (int column = 0; column < columns; column++) {
        member[column] = !Double.isNaN(users[user][column]);
      }
      bootstrap.add(StableHash.of(seed, "user " + user), users[user], populations, member);
    }
    return bootstrap;
  }

  private static double width(Bootstrap.Estimate estimate) {
    return estimate.high() - estimate.low();
  }
}
