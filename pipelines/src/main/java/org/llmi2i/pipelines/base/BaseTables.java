package org.llmi2i.pipelines.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;

/** The tables of many settings from one log: those of fewer neighbors are cut from the longest. */
public final class BaseTables {
  private BaseTables() {}

  /**
   * Adds the tables to a graph.
   *
   * @param name begins the names of the steps; must be another for each log in a graph
   * @param settings each with its most neighbors
   * @return the table of each setting with each number of neighbors, in order
   */
  public static Map<BaseSetting, PCollection<NeighborRow>> of(
      String name, PCollection<History> histories, List<BaseSetting> settings, long seed) {
    Map<BaseSetting, PCollection<NeighborRow>> tables = new LinkedHashMap<>();
    for (BaseSetting longest : settings) {
      PCollection<NeighborRow> rows =
          histories.apply(name + "Table " + longest, longest.table(seed));
      for (BaseSetting setting : longest.lengths()) {
        tables.put(
            setting,
            setting.k() == longest.k()
                ? rows
                : rows.apply(name + "First of " + setting, ParDo.of(new First(setting.k()))));
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
