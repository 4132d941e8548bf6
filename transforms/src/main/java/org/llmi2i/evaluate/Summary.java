package org.llmi2i.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.ItemStatistics;

/**
 * From all users' figures to metrics: the mean of each measure, and for each table beside the first
 * what it adds to that, {@code XDifference}, {@code XLift} (relative) and {@code XPValue} of the
 * difference; {@code XOverRandom} is what the refined table adds to the random control. {@code
 * Coverage}, {@code Gini} and {@code TailShare} are of all lists together and have no interval.
 */
final class Summary {
  private static final List<Measure> MEASURES = Measure.all();

  private final String runId;
  private final List<Compared> tables;
  private final Bootstrap bootstrap;
  private final Places places;
  private final List<Metric> metrics = new ArrayList<>();

  Summary(String runId, List<Compared> tables, Bootstrap bootstrap, Places places) {
    this.runId = runId;
    this.tables = tables;
    this.bootstrap = bootstrap;
    this.places = places;
  }

  List<Metric> metrics(Map<String, ItemStatistics> catalog) {
    for (int table = 0; table < tables.size(); table++) {
      for (int measure = 0; measure < MEASURES.size(); measure++) {
        if (bootstrap.count(MEASURES.get(measure).population()) > 0) {
          addMeasure(table, measure);
        }
      }
      for (int k = 0; k < Measure.KS.size(); k++) {
        addShares(table, k, places.shares(table * Measure.KS.size() + k, catalog));
      }
    }
    return metrics;
  }

  private void addMeasure(int table, int measure) {
    int population = MEASURES.get(measure).population();
    int column = column(table, measure);
    add(table, measure, "", bootstrap.mean(column, population));
    if (table > 0) {
      int base = column(0, measure);
      add(table, measure, "Difference", bootstrap.difference(column, base, population));
      Bootstrap.Estimate lift = bootstrap.lift(column, base);
      if (Double.isFinite(lift.value())) {
        add(table, measure, "Lift", lift);
      }
      double p = bootstrap.pValue(column, base, population);
      add(table, measure, "PValue", new Bootstrap.Estimate(p, Double.NaN, Double.NaN));
    }
    int random = random();
    if (tables.get(table).variant() == Variant.REFINED && random >= 0) {
      add(
          table,
          measure,
          "OverRandom",
          bootstrap.difference(column, column(random, measure), population));
    }
  }

  private int random() {
    return tables.stream().map(Compared::variant).toList().indexOf(Variant.RANDOM_CONTROL);
  }

  private static int column(int table, int measure) {
    return table * MEASURES.size() + measure;
  }

  private void add(int table, int measure, String suffix, Bootstrap.Estimate estimate) {
    Measure of = MEASURES.get(measure);
    metrics.add(
        new Metric(
            runId,
            tables.get(table).variant(),
            tables.get(table).similarity(),
            of.metric() + suffix,
            of.k() == 0 ? null : Integer.valueOf(of.k()),
            of.slice(),
            estimate.value(),
            orNull(estimate.low()),
            orNull(estimate.high()),
            bootstrap.count(of.population())));
  }

  private void addShares(int table, int k, Places.Shares shares) {
    addShare(table, k, "Coverage", shares.coverage());
    addShare(table, k, "Gini", shares.gini());
    addShare(table, k, "TailShare", shares.tailShare());
  }

  private void addShare(int table, int k, String name, double value) {
    if (!Double.isNaN(value)) {
      metrics.add(
          new Metric(
              runId,
              tables.get(table).variant(),
              tables.get(table).similarity(),
              name,
              Measure.KS.get(k),
              Slice.ALL,
              value,
              null,
              null,
              bootstrap.count(Measure.population(Slice.ALL, false))));
    }
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
