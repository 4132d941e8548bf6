package org.llmi2i.pipelines.refine;

import java.util.EnumMap;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.ask.Asking;
import org.llmi2i.ask.Budget;
import org.llmi2i.ask.DryModel;
import org.llmi2i.ask.Journal;
import org.llmi2i.candidates.CandidateUsers;
import org.llmi2i.candidates.NearestItems;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.discriminate.Calibrate;
import org.llmi2i.discriminate.CalibrationPairs;
import org.llmi2i.discriminate.KnownNoisePairs;
import org.llmi2i.discriminate.LlmDiscriminate;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.evaluate.Exposure;
import org.llmi2i.evaluate.RandomControl;
import org.llmi2i.evaluate.SyntheticPrecision;
import org.llmi2i.explore.Explorer;
import org.llmi2i.generate.LlmGenerate;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.embedded.MiniLmEncoder;
import org.llmi2i.pipelines.ledger.Ledger;
import org.llmi2i.pipelines.llm.LlmSettings;
import org.llmi2i.pipelines.read.ReadKnownNoise;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.tail.TailSelector;

/**
 * The graph of the main job.
 *
 * <pre>
 * read -> split by time -> histories -> item statistics -> TailSelector
 *      -> calibration, near titles, CoOccurrence (evidence) -> candidate users
 *      -> LlmGenerate -> LlmDiscriminate -> refined data
 * train -> CoOccurrence (base)     refined -> CoOccurrence (refined)     controls -> CoOccurrence
 * tables + titles alone + holdout -> Evaluate      synthetic + holdout -> SyntheticPrecision
 * tables + synthetic -> Explorer, Exposure
 * everything -> the sink: files in one folder, or tables
 * </pre>
 */
final class RefinePipeline {
  /** The share of the users that the control of the most active draws from. */
  private static final double MOST_ACTIVE = 0.1;

  private final RefineOptions options;
  private final RunSink sink;
  private final Ledger ledger;
  private final Rejector rejector;
  private final LanguageModel.Factory model;
  private boolean controlled = true;

  private Asking asking;
  private PCollectionView<Map<String, ItemStatistics>> catalog;
  private PCollectionView<Calibration> calibration;
  private PCollectionList<Rejected> rejected;
  private PCollectionList<Metric> metrics;
  private @Nullable PCollection<NeighborRow> evidence;
  private @Nullable PCollection<KV<Judgement, Interaction>> dropped;

  /**
   * A pipeline for one run.
   *
   * @param sink takes what comes out
   * @param rejector names the run in rejected records
   */
  RefinePipeline(RefineOptions options, RunSink sink, Ledger ledger, Rejector rejector) {
    this.options = options;
    this.sink = sink;
    this.ledger = ledger;
    this.rejector = rejector;
    LanguageModel.Factory real = LlmSettings.model(options);
    this.model = options.isDryRun() ? DryModel.of(real) : real;
  }

  /** Leaves the controls out, which are more than half of all tables. */
  RefinePipeline withoutControls() {
    controlled = false;
    return this;
  }

  /** Adds the whole job to an empty pipeline. */
  void setUp(Pipeline pipeline) {
    metrics = PCollectionList.empty(pipeline);

    asking = asking(pipeline);
    TrainLog log = read(pipeline);
    rejected = log.rejected();
    catalog = log.catalog();
    PCollection<Interaction> train = log.train();
    PCollection<History> histories = log.histories();

    calibration = calibrate(histories);
    PCollection<NeighborRow> titles =
        log.statistics().apply("NearestItems", NearestItems.by(MiniLmEncoder.factory()));
    PCollection<Interaction> synthetic = generate(histories, titles);
    PCollection<Interaction> refined = discriminate(train, synthetic, histories);
    if (options.isDryRun()) {
      return;
    }
    Map<Variant, PCollection<NeighborRow>> tables = new EnumMap<>(Variant.class);
    tables.put(Variant.BASE, base(histories));
    tables.put(Variant.REFINED, table("Refined", refined));
    PCollection<Interaction> kept =
        refined.apply("Synthetic kept", Filter.by(RefinePipeline::isSynthetic));
    Map<Variant, PCollection<Interaction>> written = new EnumMap<>(Variant.class);
    written.put(Variant.REFINED, kept);
    if (controlled) {
      controls(histories)
          .forEach(
              (variant, control) -> {
                PCollection<Interaction> drawn = kept.apply("Draw " + variant, control);
                written.put(variant, drawn);
                tables.put(variant, controlTable(variant, train, drawn));
              });
      tables.put(Variant.TITLE_SIMILARITY, titles);
    }
    metrics =
        metrics
            .and(histories.apply("Evaluate", evaluate(log.holdout(), tables)))
            .and(histories.apply("SyntheticPrecision", precision(log.holdout(), written)))
            .and(
                pipeline.apply(
                    "Exposure",
                    Exposure.of(catalog, tables, options.getSimilarity(), rejector.runId())));
    refuse(sink.writeItems(log.items()));
    write(refined, tables);
    if (RefineSettings.reportItems(options) > 0) {
      explore(log, tables, kept);
    }
  }

  private TrainLog read(Pipeline pipeline) {
    TailSelector.Select tailSelector = RefineSettings.tailSelector(options);
    return options.isValidation()
        ? TrainLog.readForValidation(pipeline, options, tailSelector, rejector)
        : TrainLog.read(pipeline, options, tailSelector, rejector);
  }

  private void explore(
      TrainLog log,
      Map<Variant, PCollection<NeighborRow>> tables,
      PCollection<Interaction> synthetic) {
    Explorer explorer =
        Explorer.of(
                log.statistics(), catalog, tables.get(Variant.BASE), tables.get(Variant.REFINED))
            .withWritten(synthetic)
            .withItems(RefineSettings.reportItems(options))
            .withSeed(options.getSeed());
    sink.writeExplorer(
        log.histories()
            .apply("Explorer", dropped == null ? explorer : explorer.withDropped(dropped)));
  }

  /** As many synthetic interactions, of users who were drawn. */
  private Map<Variant, RandomControl> controls(PCollection<History> histories) {
    RandomControl random = RandomControl.of(histories, options.getSeed());
    Map<Variant, RandomControl> controls = new EnumMap<>(Variant.class);
    controls.put(Variant.RANDOM_CONTROL, random);
    controls.put(Variant.POPULARITY_CONTROL, random.withMostActive(MOST_ACTIVE));
    return controls;
  }

  private PCollection<NeighborRow> controlTable(
      Variant variant, PCollection<Interaction> train, PCollection<Interaction> drawn) {
    return table(
        "Control " + variant,
        PCollectionList.of(train).and(drawn).apply("Train and " + variant, Flatten.pCollections()));
  }

  private SyntheticPrecision precision(
      PCollection<History> holdout, Map<Variant, PCollection<Interaction>> written) {
    SyntheticPrecision precision =
        SyntheticPrecision.of(holdout, options.getSimilarity(), rejector.runId())
            .withSeed(options.getSeed());
    for (Map.Entry<Variant, PCollection<Interaction>> set : written.entrySet()) {
      precision = precision.withKept(set.getKey(), set.getValue());
    }
    return dropped == null
        ? precision
        : precision.withDropped(
            dropped
                .apply("Implausible", Filter.by(RefinePipeline::isImplausible))
                .apply("Dropped", Values.create()));
  }

  private Evaluate evaluate(
      PCollection<History> holdout, Map<Variant, PCollection<NeighborRow>> tables) {
    Evaluate evaluate =
        Evaluate.of(holdout, catalog, rejector.runId())
            .withTriggers(options.getTriggers())
            .withSeed(options.getSeed());
    for (Map.Entry<Variant, PCollection<NeighborRow>> table : tables.entrySet()) {
      evaluate = evaluate.withTable(table.getKey(), options.getSimilarity(), table.getValue());
    }
    return evaluate;
  }

  /** Looks at the inputs, before anything runs. */
  void check() {
    try (LanguageModel checked = LlmSettings.model(options).create()) {
      checked.parameters();
    }
    TrainLog.check(options, rejector);
    if (!options.getKnownNoise().isEmpty()) {
      ReadKnownNoise.from(options.getKnownNoise(), rejector).check(options);
    }
  }

  private Asking asking(Pipeline pipeline) {
    return Asking.of(model)
        .withLedger(
            rejector.runId(),
            pipeline.apply("ReadLedger", ledger.earlier()),
            options.isDryRun() ? Journal.none() : ledger)
        .withPrices(LlmSettings.prices(options))
        .withPace(LlmSettings.pace(options))
        .withParts(LlmSettings.parts(options))
        .withResources(LlmSettings.resources(options));
  }

  private Histories.Collect collect() {
    return Histories.collect().withSeed(options.getSeed());
  }

  private PTransform<PCollection<History>, PCollection<NeighborRow>> table() {
    return RefineSettings.table(options);
  }

  /** The table of train: by default the one that the candidates were chosen by. */
  private PCollection<NeighborRow> base(PCollection<History> histories) {
    return evidence != null && table().equals(RefineSettings.evidence(options))
        ? evidence
        : histories.apply("Base table", table());
  }

  private PCollection<NeighborRow> table(String name, PCollection<Interaction> interactions) {
    return interactions.apply(name + " histories", collect()).apply(name + " table", table());
  }

  private static boolean isSynthetic(Interaction interaction) {
    return interaction.getOrigin() == Origin.SYNTHETIC;
  }

  /** What was judged and written, not what nobody answered for, nor what was observed. */
  private static boolean isImplausible(KV<Judgement, Interaction> drop) {
    return drop.getKey().getProbability() != null && isSynthetic(drop.getValue());
  }

  private PCollectionView<Calibration> calibrate(PCollection<History> histories) {
    PCollection<Calibration> learned =
        calibrate(
            "Calibrate",
            StageBudgets.of(options).calibrate(),
            histories.apply(
                "CalibrationPairs",
                CalibrationPairs.of(catalog)
                    .withHistoryLength(RefineSettings.historyLength(options))
                    .withSeed(options.getSeed())),
            "Discriminator");
    if (!options.getKnownNoise().isEmpty()) {
      calibrate(
          "Known noise",
          StageBudgets.of(options).knownNoise(),
          histories.apply(
              "KnownNoisePairs",
              KnownNoisePairs.of(
                      histories
                          .getPipeline()
                          .apply(
                              "ReadKnownNoise",
                              ReadKnownNoise.from(options.getKnownNoise(), rejector)),
                      catalog)
                  .withHistoryLength(RefineSettings.historyLength(options))
                  .withSeed(options.getSeed())),
          "KnownNoise");
    }
    return learned.apply("Calibration", View.asSingleton());
  }

  /** Learns from labeled pairs, and notes how well the model tells them apart. */
  private PCollection<Calibration> calibrate(
      String stage, Budget budget, PCollection<Shortlist> pairs, String metricPrefix) {
    PCollectionTuple calibrated =
        pairs.apply(stage, Calibrate.of(asking.withBudget(budget), options.getFalsePositiveRate()));
    PCollection<Calibration> calibration = calibrated.get(Calibrate.CALIBRATION);
    metrics =
        metrics.and(
            calibration.apply(
                stage + " metrics",
                CalibrationMetrics.of(metricPrefix, options.getSimilarity(), rejector.runId())));
    return calibration;
  }

  private PCollection<Interaction> generate(
      PCollection<History> histories, PCollection<NeighborRow> titles) {
    PCollectionTuple generated =
        histories
            .apply("CandidateUsers", candidateUsers(histories, titles))
            .apply(
                "LlmGenerate",
                LlmGenerate.of(
                        asking.withBudget(StageBudgets.of(options).generate()),
                        calibration,
                        rejector)
                    .withWeight(options.getSyntheticWeight())
                    .withSeed(options.getSeed()));
    rejected = rejected.and(generated.get(LlmGenerate.REJECTED));
    return generated.get(LlmGenerate.SYNTHETIC);
  }

  private CandidateUsers candidateUsers(
      PCollection<History> histories, PCollection<NeighborRow> titles) {
    CandidateUsers funnel =
        CandidateUsers.of(titles, catalog)
            .withHistoryLength(RefineSettings.historyLength(options))
            .withSeed(options.getSeed());
    if (options.getCoOccurrenceWeight() == 0) {
      return funnel;
    }
    evidence = histories.apply("Evidence table", RefineSettings.evidence(options));
    return funnel.withCoOccurring(evidence, options.getCoOccurrenceWeight());
  }

  /** The refined data: what remains of train and synthetic interactions together. */
  private PCollection<Interaction> discriminate(
      PCollection<Interaction> train,
      PCollection<Interaction> synthetic,
      PCollection<History> histories) {
    RefineSettings.Scope scope = RefineSettings.scope(options);
    PCollection<Interaction> all =
        PCollectionList.of(train)
            .and(synthetic)
            .apply("Train and synthetic", Flatten.pCollections());
    if (scope == RefineSettings.Scope.NONE) {
      return all;
    }
    PCollectionTuple judged =
        (scope == RefineSettings.Scope.ALL ? all : synthetic)
            .apply(
                "LlmDiscriminate",
                LlmDiscriminate.of(
                        asking.withBudget(StageBudgets.of(options).discriminate()),
                        calibration,
                        histories,
                        catalog,
                        rejector)
                    .withHistoryLength(RefineSettings.historyLength(options)));
    rejected = rejected.and(judged.get(LlmDiscriminate.REJECTED));
    dropped = judged.get(LlmDiscriminate.DROPPED);
    PCollection<Interaction> kept = judged.get(LlmDiscriminate.KEPT);
    return scope == RefineSettings.Scope.ALL
        ? kept
        : PCollectionList.of(train).and(kept).apply("Train and kept", Flatten.pCollections());
  }

  private void write(
      PCollection<Interaction> refined, Map<Variant, PCollection<NeighborRow>> tables) {
    refuse(sink.writeTable(Variant.BASE, tables.get(Variant.BASE)));
    refuse(sink.writeTable(Variant.REFINED, tables.get(Variant.REFINED)));
    refuse(sink.writeInteractions(refined));
    refuse(sink.writeMetrics(metrics.apply("Metrics", Flatten.pCollections())));
    sink.writeRejected(rejected.apply("Rejected", Flatten.pCollections()));
  }

  /** Notes what the sink could not hold. */
  private void refuse(PCollectionList<Rejected> refused) {
    rejected = rejected.and(refused.getAll());
  }
}
