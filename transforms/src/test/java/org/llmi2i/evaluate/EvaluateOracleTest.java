package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Variant;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.testing.Records;

/**
 * {@link Evaluate} against {@link NaiveEvaluation} in {@link RandomShop}s: the same metrics, no
 * more and no fewer; each value, both ends of each interval, and the number of users.
 */
public class EvaluateOracleTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final int SHOPS = 120;
  private static final int SHOPS_IN_A_PIPELINE = 3;
  private static final int TRIGGERS = 20;
  private static final double EQUAL = 1e-9;

  private static final List<Compared> TABLES =
      List.of(
          new Compared(Variant.BASE, "cosine"),
          new Compared(Variant.REFINED, "cosine"),
          new Compared(Variant.RANDOM_CONTROL, "cosine"),
          new Compared(Variant.BASE, "swing"));

  /** What the transform is made of, one user after the other. */
  @Test
  public void everyMetricIsWhatItsDefinitionSays() {
    for (int seed = SHOPS_IN_A_PIPELINE; seed < SHOPS; seed++) {
      check(seed, measured(shop(seed), seed));
    }
  }

  @Test
  public void alsoWhereManyWorkersMeasure() {
    PCollectionList<Metric> measured = PCollectionList.empty(pipeline);
    for (int seed = 0; seed < SHOPS_IN_A_PIPELINE; seed++) {
      measured = measured.and(inPipeline(shop(seed), seed));
    }
    PAssert.that(measured.apply(Flatten.pCollections()))
        .satisfies(
            metrics -> {
              Map<String, List<Metric>> found = new HashMap<>();
              metrics.forEach(
                  metric ->
                      found
                          .computeIfAbsent(metric.getRunId(), shop -> new ArrayList<>())
                          .add(metric));
              for (int seed = 0; seed < SHOPS_IN_A_PIPELINE; seed++) {
                check(seed, found.getOrDefault("shop " + seed, List.of()));
              }
              return null;
            });
    pipeline.run();
  }

  private static RandomShop shop(int seed) {
    return RandomShop.of(seed, TABLES.size());
  }

  private static void check(int seed, List<Metric> metrics) {
    Map<String, NaiveEvaluation.Figure> found = new TreeMap<>();
    metrics.forEach(metric -> found.put(name(metric), figure(metric)));
    List<String> names = TABLES.stream().map(EvaluateOracleTest::name).toList();
    Map<String, NaiveEvaluation.Figure> expected =
        new NaiveEvaluation(shop(seed), names, user -> resamples(seed, user)).figures();
    assertEquals("shop " + seed, expected.keySet(), found.keySet());
    expected.forEach(
        (name, figure) -> {
          String message = "shop " + seed + ", " + name;
          assertEquals(message, figure.value(), found.get(name).value(), EQUAL);
          assertEquals(message + ", low", figure.low(), found.get(name).low(), EQUAL);
          assertEquals(message + ", high", figure.high(), found.get(name).high(), EQUAL);
          assertEquals(message + ", users", figure.users(), found.get(name).users());
        });
  }

  /** How often each resample has a user: one uniform number each, turned into a Poisson one. */
  private static int[] resamples(long seed, String user) {
    SplittableRandom random = new SplittableRandom(StableHash.of(seed, user));
    int[] times = new int[1000];
    for (int resample = 0; resample < times.length; resample++) {
      double left = random.nextDouble();
      for (double probability = Math.exp(-1); left >= probability; ) {
        left -= probability;
        probability /= ++times[resample];
      }
    }
    return times;
  }

  private static List<Metric> measured(RandomShop shop, int seed) {
    Map<String, ItemStatistics> catalog = new HashMap<>();
    items(shop).forEach(item -> catalog.put(item.getItemId(), item));
    UserMeasures measures =
        new UserMeasures(
            shop.tables().stream().map(EvaluateOracleTest::joined).toList(), catalog, TRIGGERS);
    Bootstrap bootstrap = UserMeasures.figures(TABLES.size());
    Map<String, History> holdout = new HashMap<>();
    histories(shop.holdout()).forEach(history -> holdout.put(history.userId(), history));
    boolean anybody = false;
    for (History train : histories(shop.train())) {
      History later = holdout.get(train.userId());
      Set<String> relevant =
          UserMeasures.relevant(train, later == null ? List.of() : List.of(later));
      if (!relevant.isEmpty()) {
        long drawn = StableHash.of(seed, train.userId());
        measures.measure(drawn, train, relevant, bootstrap);
        anybody = true;
      }
    }
    Places places = new Places(TABLES.size() * Measure.KS.size());
    measures.places(places::add);
    return anybody
        ? new Summary("shop " + seed, TABLES, bootstrap, places).metrics(catalog)
        : List.of();
  }

  /** In three parts, as large tables are. */
  private static JoinedTable joined(Map<String, Map<String, Double>> table) {
    List<TableEntries> parts = Stream.generate(TableEntries::new).limit(3).toList();
    List<NeighborRow> rows = rows(table);
    for (int at = 0; at < rows.size(); at++) {
      parts.get(at % parts.size()).add(rows.get(at));
    }
    return new JoinedTable(parts.stream().map(TableEntries::toTable).toList());
  }

  private PCollection<Metric> inPipeline(RandomShop shop, int seed) {
    String name = "Shop " + seed + " ";
    PCollectionView<Map<String, ItemStatistics>> catalog =
        Records.create(pipeline, name + "items", ItemStatistics.class, items(shop))
            .apply(name + "catalogue", CatalogView.create());
    Evaluate evaluate =
        Evaluate.of(
                Records.histories(pipeline, name + "holdout", parts(histories(shop.holdout()))),
                catalog,
                "shop " + seed)
            .withSeed(seed);
    for (int table = 0; table < TABLES.size(); table++) {
      Compared compared = TABLES.get(table);
      PCollection<NeighborRow> rows =
          pipeline.apply(
              name + name(compared),
              Create.of(rows(shop.tables().get(table))).withCoder(NeighborRowCoder.of()));
      evaluate = evaluate.withTable(compared.variant(), compared.similarity(), rows);
    }
    return Records.histories(pipeline, name + "train", histories(shop.train()))
        .apply(name + "Evaluate", evaluate);
  }

  private static List<ItemStatistics> items(RandomShop shop) {
    List<ItemStatistics> items = new ArrayList<>();
    shop.catalog()
        .forEach(
            (item, listed) ->
                items.add(
                    ItemStatistics.newBuilder(
                            Records.statistics(item, "", ItemClass.valueOf(listed.share().name())))
                        .setPrice(listed.price() == 0 ? null : listed.price())
                        .build()));
    return items;
  }

  private static List<History> histories(Map<String, List<String>> log) {
    List<History> histories = new ArrayList<>();
    log.forEach(
        (user, items) -> histories.add(Records.history(user, items.toArray(String[]::new))));
    return histories;
  }

  /** A history of each event: a user of the holdout may have several. */
  private static List<History> parts(List<History> histories) {
    return histories.stream()
        .flatMap(
            history ->
                history.events().stream()
                    .map(event -> new History(history.userId(), List.of(event))))
        .toList();
  }

  private static List<NeighborRow> rows(Map<String, Map<String, Double>> table) {
    List<NeighborRow> rows = new ArrayList<>();
    table.forEach(
        (item, scores) -> {
          List<NeighborRow.Entry> entries = new ArrayList<>();
          scores.forEach((other, score) -> entries.add(new NeighborRow.Entry(other, score, 1)));
          rows.add(new NeighborRow(item, entries));
        });
    return rows;
  }

  private static String name(Compared table) {
    // The refined table and the control are known by their variant.
    return table.variant() == Variant.BASE
        ? table.variant() + " " + table.similarity()
        : table.variant().name();
  }

  private static String name(Metric metric) {
    return String.join(
        " ",
        name(new Compared(metric.getVariant(), metric.getSimilarity())),
        metric.getMetric(),
        "" + (metric.getK() == null ? 0 : metric.getK()),
        metric.getSlice().name());
  }

  private static NaiveEvaluation.Figure figure(Metric metric) {
    return new NaiveEvaluation.Figure(
        metric.getValue(), orNan(metric.getCiLow()), orNan(metric.getCiHigh()), metric.getN());
  }

  private static double orNan(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
