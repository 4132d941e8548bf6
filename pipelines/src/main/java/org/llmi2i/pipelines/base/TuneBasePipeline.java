package org.llmi2i.pipelines.base;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.WriteAvro;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;
import org.llmi2i.tail.TailSelector;

/**
 * The graph that measures some settings of the base on the end of train.
 *
 * <pre>
 * train -> split again -> a table for each similarity -> its first k neighbors -> Evaluate
 * </pre>
 */
final class TuneBasePipeline {
  private TuneBasePipeline() {}

  /**
   * Adds the graph to an empty pipeline; {@code metrics.json} names a table by its setting.
   *
   * @param settings those to measure, each with its most neighbors
   * @param folder to write metrics and rejected rows to
   * @param rejector names the run in metrics and rejected records
   */
  static void setUp(
      Pipeline pipeline,
      TuneBaseOptions options,
      List<BaseSetting> settings,
      String folder,
      Rejector rejector) {
    TrainLog log =
        TrainLog.readForValidation(
            pipeline, options, TailSelector.byShare(options.getTailShare()), rejector);
    Evaluate evaluate =
        Evaluate.of(log.holdout(), log.catalog(), rejector.runId())
            .withTriggers(options.getTriggers())
            .withSeed(options.getSeed());
    for (Map.Entry<BaseSetting, PCollection<NeighborRow>> table :
        BaseTables.of("", log.histories(), settings, options.getSeed()).entrySet()) {
      evaluate = evaluate.withTable(Variant.BASE, table.getKey().toString(), table.getValue());
    }
    log.histories()
        .apply("Evaluate", evaluate)
        .apply("Write metrics", WriteMetrics.to(folder + "/metrics.json"));
    log.rejected()
        .apply("Rejected", Flatten.pCollections())
        .apply("Write rejected", WriteAvro.into(folder + "/rejected", Rejected.class));
  }
}
