package org.llmi2i.pipelines.frontier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.avro.io.AvroIO;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.base.BaseSetting;
import org.llmi2i.pipelines.base.BaseTables;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.WriteAvro;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;
import org.llmi2i.tail.TailSelector;

/**
 * The graph that measures the settings of one base on a log and on the refined log.
 *
 * <pre>
 * train -> a table for each setting    refined log -> the same
 * all tables + holdout -> Evaluate -> metrics.json
 * </pre>
 */
final class FrontierPipeline {
  private FrontierPipeline() {}

  /**
   * Adds the graph to an empty pipeline; {@code metrics.json} names a table by its setting.
   *
   * @param options say which log, and whether the end of train is measured in place of the holdout
   * @param settings those to measure, each with its most neighbors
   * @param compared the setting that all others are compared to; null: the first
   * @param refined the folder of the refined log
   * @param folder to write metrics and rejected rows to
   */
  static void setUp(
      Pipeline pipeline,
      RefineOptions options,
      List<BaseSetting> settings,
      @Nullable String compared,
      String refined,
      String folder,
      Rejector rejector) {
    TailSelector.Select tail = TailSelector.byShare(options.getTailShare());
    TrainLog log =
        options.isValidation()
            ? TrainLog.readForValidation(pipeline, options, tail, rejector)
            : TrainLog.read(pipeline, options, tail, rejector);
    PCollection<History> refinedHistories =
        pipeline
            .apply("Read refined", AvroIO.read(Interaction.class).from(refined + "/*.avro"))
            .apply("Refined histories", Histories.collect().withSeed(options.getSeed()));
    Map<String, PCollection<NeighborRow>> bases = new LinkedHashMap<>();
    BaseTables.of("Base ", log.histories(), settings, options.getSeed())
        .forEach((setting, rows) -> bases.put(setting.toString(), rows));
    Evaluate evaluate =
        Evaluate.of(log.holdout(), log.catalog(), rejector.runId())
            .withTriggers(options.getTriggers())
            .withSeed(options.getSeed());
    if (compared != null) {
      evaluate = evaluate.withTable(Variant.BASE, compared, bases.remove(compared));
    }
    for (Map.Entry<String, PCollection<NeighborRow>> base : bases.entrySet()) {
      evaluate = evaluate.withTable(Variant.BASE, base.getKey(), base.getValue());
    }
    for (Map.Entry<BaseSetting, PCollection<NeighborRow>> table :
        BaseTables.of("Refined ", refinedHistories, settings, options.getSeed()).entrySet()) {
      evaluate = evaluate.withTable(Variant.REFINED, table.getKey().toString(), table.getValue());
    }
    log.histories()
        .apply("Evaluate", evaluate)
        .apply("Write metrics", WriteMetrics.to(folder + "/metrics.json"));
    log.rejected()
        .apply("Rejected", Flatten.pCollections())
        .apply("Write rejected", WriteAvro.into(folder + "/rejected", Rejected.class));
  }
}
