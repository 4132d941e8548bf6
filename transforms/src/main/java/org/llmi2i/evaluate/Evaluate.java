package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Variant;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemStatistics;

/**
 * Measures I2I tables on a holdout, by full ranking.
 *
 * <p>Counted are the users of the train log who have at least one new item in the holdout. A user's
 * last items of the train log are the triggers; the neighbors of these are ranked by the sum of
 * their scores; items that the user has are left out. Relevant are the new items of the holdout,
 * also those that no table can know. A slice counts only the relevant items of its class, in the
 * same lists, over the users who have any; cold are the items that train does not know.
 *
 * <p>In: the histories of the train log. Out, for every table: at 10, 50 and 100 and in every slice
 * {@code Recall}, {@code CalibratedRecall}, {@code NDCG}, {@code HitRate}, {@code MRR}, {@code MAP}
 * and {@code GMVRecall}, means over users with a 95 % interval; {@code RN}, the mean number of
 * distinct candidates a user, and {@code TriggersWithRow}, the mean share of a user's triggers that
 * have any neighbor; at 10, 50 and 100 {@code Coverage}, {@code Gini} and {@code TailShare}. Beside
 * the first table each has what it adds to that one, each user paired with themselves: {@code
 * RecallDifference}, {@code RecallLift}, {@code RecallPValue} and so on. No user to measure, no
 * metric.
 *
 * <p>Time is linear in the holdout. Memory of a worker: the tables, 12 bytes an entry and each id
 * once in every two million of them, and all items' statistics; of each of its threads 4 bytes an
 * entry and 70 an item of every table, a sixteenth of the histories of both logs, and 1 MB a table
 * for the resamples.
 */
@AutoValue
public abstract class Evaluate extends PTransform<PCollection<History>, PCollection<Metric>> {
  /** Parts of the users; each has its resamples, and the figures are added up in their order. */
  private static final int PARTS = 16;

  private static final TupleTag<KV<Integer, Bootstrap>> FIGURES = new TupleTag<>() {};
  private static final TupleTag<Places> PLACES = new TupleTag<>() {};

  abstract PCollection<History> holdout();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in with.
  abstract List<Compared> names();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in with.
  abstract List<Table> tables();

  abstract String runId();

  abstract int triggers();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setHoldout(PCollection<History> holdout);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setNames(List<Compared> names);

    abstract Builder setTables(List<Table> tables);

    abstract Builder setRunId(String runId);

    abstract Builder setTriggers(int triggers);

    abstract Builder setSeed(long seed);

    abstract Evaluate build();
  }

  /**
   * Measures the tables that {@link #withTable} and {@link #withIndex} add.
   *
   * @param holdout the histories of the holdout, of a user one or several
   * @param catalog every item by id, classified; its prices are those of {@code GMVRecall}
   */
  public static Evaluate of(
      PCollection<History> holdout,
      PCollectionView<Map<String, ItemStatistics>> catalog,
      String runId) {
    return new AutoValue_Evaluate.Builder()
        .setHoldout(holdout)
        .setCatalog(catalog)
        .setNames(List.of())
        .setTables(List.of())
        .setRunId(runId)
        .setTriggers(20)
        .setSeed(0)
        .build();
  }

  /**
   * Adds a table; the first is the one that the others are compared to, so there must be one. A
   * second table of the same names is refused.
   *
   * @param similarity the name that its metrics carry beside the variant
   * @param rows one an item; the pipeline fails if an item has two
   */
  public Evaluate withTable(Variant variant, String similarity, PCollection<NeighborRow> rows) {
    return with(new Compared(variant, similarity), step -> rows.apply(step, new CollectTable()));
  }

  /**
   * Adds a table that was put together before, as {@link #withTable} adds one of rows.
   *
   * @param table the whole, or parts of which one has an item's row; none is an empty table
   */
  public Evaluate withIndex(Variant variant, String similarity, PCollection<TableIndex> table) {
    return with(new Compared(variant, similarity), step -> CollectTable.view(step, table));
  }

  private Evaluate with(Compared name, Table table) {
    if (names().contains(name)) {
      throw new IllegalArgumentException(
          "table: " + name.variant() + " " + name.similarity() + " is there already");
    }
    List<Compared> names = new ArrayList<>(names());
    names.add(name);
    List<Table> tables = new ArrayList<>(tables());
    tables.add(table);
    return toBuilder().setNames(List.copyOf(names)).setTables(List.copyOf(tables)).build();
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
    if (names().isEmpty()) {
      throw new IllegalArgumentException("table: at least one is needed, got none");
    }
    List<PCollectionView<List<TableIndex>>> views = new ArrayList<>();
    for (int table = 0; table < tables().size(); table++) {
      views.add(tables().get(table).view("Table " + (table + 1)));
    }
    List<PCollectionView<?>> sideInputs = new ArrayList<>(views);
    sideInputs.add(catalog());
    PCollectionTuple measured =
        PCollectionList.of(train.apply("Train", WithKeys.of(true)))
            .and(holdout().apply("Holdout", WithKeys.of(false)))
            .apply(
                "ByUser",
                Shards.by((KV<Boolean, History> side) -> side.getValue().userId())
                    .withCount(PARTS)
                    .together())
            .apply(
                "Rank",
                ParDo.of(new Rank(views, catalog(), triggers(), seed()))
                    .withSideInputs(sideInputs)
                    .withOutputTags(FIGURES, TupleTagList.of(PLACES)));
    PCollectionView<List<KV<Integer, Bootstrap>>> figures =
        measured
            .get(FIGURES)
            .setCoder(KvCoder.of(VarIntCoder.of(), BootstrapCoder.of()))
            .apply("Figures", View.asList());
    PCollectionView<Places> places =
        measured
            .get(PLACES)
            .setCoder(new CollectPlaces.PlacesCoder())
            .apply(
                "Places",
                Combine.globally(new CollectPlaces(views.size() * Measure.KS.size()))
                    .asSingletonView());
    return train
        .getPipeline()
        .apply("Once", Create.of(runId()))
        .apply(
            "Summarise",
            ParDo.of(new Summarise(names(), figures, places, catalog()))
                .withSideInputs(figures, places, catalog()));
  }

  /** A table that every worker gets. */
  interface Table {
    PCollectionView<List<TableIndex>> view(String step);
  }

  /** Takes the histories of a part, each with whether it is of the train log. */
  private static final class Rank
      extends DoFn<KV<Integer, Iterable<List<KV<Boolean, History>>>>, KV<Integer, Bootstrap>> {
    private final Counter measured = Metrics.counter("Evaluate", "users");
    private final StageClock clock = StageClock.of("Evaluate");
    private final List<PCollectionView<List<TableIndex>>> tables;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;
    private final int triggers;
    private final long seed;
    private transient @Nullable UserMeasures measures;

    Rank(
        List<PCollectionView<List<TableIndex>>> tables,
        PCollectionView<Map<String, ItemStatistics>> catalog,
        int triggers,
        long seed) {
      this.tables = tables;
      this.catalog = catalog;
      this.triggers = triggers;
      this.seed = seed;
    }

    @StartBundle
    public void startBundle() {
      measures = null;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<KV<Boolean, History>>>> part,
        ProcessContext context,
        MultiOutputReceiver out) {
      List<History> train = new ArrayList<>();
      Map<String, List<History>> holdout = new HashMap<>();
      for (List<KV<Boolean, History>> pack : part.getValue()) {
        for (KV<Boolean, History> side : pack) {
          History history = side.getValue();
          if (side.getKey()) {
            train.add(history);
          } else {
            holdout.computeIfAbsent(history.userId(), user -> new ArrayList<>(1)).add(history);
          }
        }
      }
      train.removeIf(history -> !holdout.containsKey(history.userId()));
      // Sums differ in their last bits with the order of what is added.
      train.sort(Comparator.comparing(History::userId));
      if (measures == null) {
        measures =
            new UserMeasures(
                tables.stream().map(context::sideInput).map(JoinedTable::new).toList(),
                context.sideInput(catalog),
                triggers);
      }
      Bootstrap figures = UserMeasures.figures(tables.size());
      long users = 0;
      for (History history : train) {
        Set<String> relevant = UserMeasures.relevant(history, holdout.get(history.userId()));
        if (!relevant.isEmpty()) {
          measures.measure(StableHash.of(seed, history.userId()), history, relevant, figures);
          clock.tick(1);
          users++;
        }
      }
      measured.inc(users);
      if (users > 0) {
        out.get(FIGURES).output(KV.of(part.getKey(), figures));
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (measures != null) {
        measures.places(
            places -> context.output(PLACES, places, Instant.EPOCH, GlobalWindow.INSTANCE));
        measures = null;
      }
    }
  }

  private static final class Summarise extends DoFn<String, Metric> {
    private final List<Compared> names;
    private final PCollectionView<List<KV<Integer, Bootstrap>>> figures;
    private final PCollectionView<Places> places;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;

    Summarise(
        List<Compared> names,
        PCollectionView<List<KV<Integer, Bootstrap>>> figures,
        PCollectionView<Places> places,
        PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.names = names;
      this.figures = figures;
      this.places = places;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(@Element String runId, ProcessContext context, OutputReceiver<Metric> out) {
      Map<Integer, Bootstrap> parts = new HashMap<>();
      context.sideInput(figures).forEach(part -> parts.put(part.getKey(), part.getValue()));
      if (parts.isEmpty()) {
        return;
      }
      Bootstrap all = UserMeasures.figures(names.size());
      parts.keySet().stream().sorted().forEach(part -> all.add(parts.get(part)));
      new Summary(runId, names, all, context.sideInput(places))
          .metrics(context.sideInput(catalog))
          .forEach(out::output);
    }
  }
}
