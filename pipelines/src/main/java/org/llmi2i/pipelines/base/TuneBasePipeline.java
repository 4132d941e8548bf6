package org.llmi2i.pipelines.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.history.History;
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
        tables(log.histories(), settings, options.getSeed()).entrySet()) {
      evaluate = evaluate.withTable(Variant.BASE, table.getKey().toString(), table.getValue());
    }
    log.histories()
        .apply("Evaluate", evaluate)
        .apply("Write metrics", WriteMetrics.to(folder + "/metrics.json"));
    log.rejected()
        .apply("Rejected", Flatten.pCollections())
        .apply("Write rejected", WriteAvro.into(folder + "/rejected", Rejected.class));
  }

  private static Map<BaseSetting, PCollection<NeighborRow>> tables(
      PCollection<History> histories, List<BaseSetting> settings, long seed) {
    Map<BaseSetting, PCollection<NeighborRow>> tables = new LinkedHashMap<>();
    for (BaseSetting longest : settings) {
      PCollection<NeighborRow> rows = histories.apply("Table " + longest, longest.table(seed));
      for (BaseSetting setting : longest.lengths()) {
        tables.put(
            setting,
            setting.k() == longest.k()
                ? rows
                : rows.apply("First of " + setting, ParDo.of(new First(setting.k()))));
      }
    }
    return tables;
  }

  /** The first neighbors of each row. */
  private static final class First extends DoFn<NeighborRow, NeighborRow> {
    private final int k;

    First(int k) {
      this.k = k;
    }

    @ProcessElement
    public void process(@Element NeighborRow row, OutputReceiver<NeighborRow> out) {
      out.output(
          row.neighbors().size() <= k
              ? row
              : new NeighborRow(row.itemId(), row.neighbors().subList(0, k)));
    }
  }
}
