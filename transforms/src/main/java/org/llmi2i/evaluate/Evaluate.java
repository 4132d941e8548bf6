package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.Lookup;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.UserFigures;

/**
 * Measures I2I tables on a holdout, by full ranking.
 *
 * <p>Counted are the users of the train log who have at least one new item in the holdout. A user's
 * last items of the train log are the triggers; the neighbors of these are ranked by the sum of
 * their scores; items that the user has are left out. Relevant are the new items of the holdout,
 * also those that no table can know. A slice counts only the relevant items of its class, in the
 * same lists, over the users who have any.
 *
 * <p>In: the histories of the train log. Out: {@code Recall} and {@code NDCG} at 10 and 50 of every
 * table and slice with a 95 % interval, and against the base {@code RecallDifference}, {@code
 * RecallLift} and so on, each user paired with themselves. No user to measure, no metric.
 *
 * <p>Memory of a worker: the tables, about 50 bytes an entry, and all items' statistics. The
 * figures of all users, some 300 bytes each, are gathered on one.
 */
@AutoValue
public abstract class Evaluate extends PTransform<PCollection<History>, PCollection<Metric>> {
  private static final List<Integer> KS = List.of(10, 50);

  abstract PCollection<History> holdout();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in the factory.
  abstract Map<Variant, PCollection<NeighborRow>> tables();

  abstract String runId();

  abstract String similarity();

  abstract int triggers();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setHoldout(PCollection<History> holdout);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setTables(Map<Variant, PCollection<NeighborRow>> tables);

    abstract Builder setRunId(String runId);

    abstract Builder setSimilarity(String similarity);

    abstract Builder setTriggers(int triggers);

    abstract Builder setSeed(long seed);

    abstract Evaluate build();
  }

  /**
   * Measures tables.
   *
   * @param holdout the histories of the holdout
   * @param catalog every item by id, classified
   * @param tables the tables, among them {@link Variant#BASE}
   * @param similarity the name that the metrics carry
   */
  public static Evaluate of(
      PCollection<History> holdout,
      PCollectionView<Map<String, ItemStatistics>> catalog,
      Map<Variant, PCollection<NeighborRow>> tables,
      String similarity,
      String runId) {
    if (!tables.containsKey(Variant.BASE)) {
      throw new IllegalArgumentException("tables: BASE must be among them, got " + tables.keySet());
    }
    return new AutoValue_Evaluate.Builder()
        .setHoldout(holdout)
        .setCatalog(catalog)
        .setTables(Collections.unmodifiableMap(new EnumMap<>(tables)))
        .setSimilarity(similarity)
        .setRunId(runId)
        .setTriggers(20)
        .setSeed(0)
        .build();
  }

  /** How many of a user's last items are triggers, at least 1; default 20. */
  public Evaluate withTriggers(int triggers) {
    if (triggers < 1) {
      throw new IllegalArgumentException("triggers: must be at least 1, got " + triggers);
    }
    return toBuilder().setTriggers(triggers).build();
  }

  /** Seeds the bootstrap; any number, default 0. */
  public Evaluate withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  @Override
  public PCollection<Metric> expand(PCollection<History> train) {
    List<Variant> variants = new ArrayList<>(tables().keySet());
    Map<Variant, PCollectionView<Map<String, NeighborRow>>> views = new EnumMap<>(Variant.class);
    tables()
        .forEach(
            (variant, rows) ->
                views.put(
                    variant,
                    rows.apply("Key " + variant, WithKeys.of(new RowItem()))
                        .apply("Table " + variant, Lookup.create())));
    List<Measure> measures = Measure.all(variants, KS);
    List<PCollectionView<?>> sideInputs = new ArrayList<>(views.values());
    sideInputs.add(catalog());
    PCollectionView<List<UserFigures>> figures =
        train
            .apply("Join holdout", LeftJoin.of(History::userId, holdout(), History::userId))
            .apply(
                "Rank",
                ParDo.of(new Rank(measures, views, catalog(), triggers()))
                    .withSideInputs(sideInputs))
            .apply("Figures", View.asList());
    return train
        .getPipeline()
        .apply("Once", Create.of(seed()))
        .apply(
            "Summarise",
            ParDo.of(new Summarise(runId(), similarity(), measures, figures))
                .withSideInputs(figures));
  }

  private static final class RowItem implements SerializableFunction<NeighborRow, String> {
    @Override
    public String apply(NeighborRow row) {
      return row.itemId();
    }
  }

  private static final class Rank extends DoFn<KV<History, List<History>>, UserFigures> {
    private final StageClock clock = StageClock.of("Evaluate");
    private final Counter users = Metrics.counter("Evaluate", "users");
    private final List<Measure> measures;
    private final Map<Variant, PCollectionView<Map<String, NeighborRow>>> tables;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;
    private final int triggers;
    private final int length;

    Rank(
        List<Measure> measures,
        Map<Variant, PCollectionView<Map<String, NeighborRow>>> tables,
        PCollectionView<Map<String, ItemStatistics>> catalog,
        int triggers) {
      this.measures = measures;
      this.tables = tables;
      this.catalog = catalog;
      this.triggers = triggers;
      this.length = measures.stream().mapToInt(Measure::k).max().orElse(0);
    }

    @ProcessElement
    public void process(
        @Element KV<History, List<History>> user,
        ProcessContext context,
        OutputReceiver<UserFigures> out) {
      Set<String> seen = user.getKey().items();
      Set<String> relevant = new HashSet<>();
      user.getValue().forEach(holdout -> relevant.addAll(holdout.items()));
      relevant.removeAll(seen);
      if (relevant.isEmpty()) {
        return;
      }
      users.inc();
      clock.tick(1);
      Map<Slice, Set<String>> slices = slices(relevant, context.sideInput(catalog));
      List<String> last = user.getKey().lastItems(triggers);
      Map<Variant, RankedList> lists = new EnumMap<>(Variant.class);
      tables.forEach(
          (variant, table) ->
              lists.put(variant, RankedList.of(last, seen, context.sideInput(table), length)));
      List<Double> values = new ArrayList<>(measures.size());
      for (Measure measure : measures) {
        RankedList list = lists.get(measure.variant());
        Set<String> counted = slices.get(measure.slice());
        values.add(
            switch (measure.metric()) {
              case Recall -> list.recall(counted, measure.k());
              case NDCG -> list.ndcg(counted, measure.k());
            });
      }
      out.output(new UserFigures(user.getKey().userId(), values));
    }

    private static Map<Slice, Set<String>> slices(
        Set<String> relevant, Map<String, ItemStatistics> catalog) {
      Map<Slice, Set<String>> slices = new EnumMap<>(Slice.class);
      slices.put(Slice.ALL, relevant);
      slices.put(Slice.HEAD, ofClass(ItemClass.HEAD, relevant, catalog));
      slices.put(Slice.TAIL, ofClass(ItemClass.TAIL, relevant, catalog));
      return slices;
    }

    private static Set<String> ofClass(
        ItemClass itemClass, Set<String> relevant, Map<String, ItemStatistics> catalog) {
      return relevant.stream()
          .filter(
              item -> catalog.containsKey(item) && catalog.get(item).getItemClass() == itemClass)
          .collect(Collectors.toSet());
    }
  }

  private static final class Summarise extends DoFn<Long, Metric> {
    private final String runId;
    private final String similarity;
    private final List<Measure> measures;
    private final PCollectionView<List<UserFigures>> figures;

    Summarise(
        String runId,
        String similarity,
        List<Measure> measures,
        PCollectionView<List<UserFigures>> figures) {
      this.runId = runId;
      this.similarity = similarity;
      this.measures = measures;
      this.figures = figures;
    }

    @ProcessElement
    public void process(@Element Long seed, ProcessContext context, OutputReceiver<Metric> out) {
      double[][] users =
          context.sideInput(figures).stream()
              .sorted(Comparator.comparing(UserFigures::getUserId))
              .map(user -> user.getValues().stream().mapToDouble(Double::doubleValue).toArray())
              .toArray(double[][]::new);
      if (users.length > 0) {
        new Summary(runId, similarity, measures, users, seed).metrics().forEach(out::output);
      }
    }
  }
}
