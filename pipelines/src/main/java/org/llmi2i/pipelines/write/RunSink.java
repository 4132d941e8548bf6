package org.llmi2i.pipelines.write;

import java.util.List;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;

/**
 * How the records of a run leave its pipeline. What a sink cannot hold it gives back, with the
 * reason.
 */
public interface RunSink {

  /** Writes an I2I table, of the data before ({@code BASE}) or after ({@code REFINED}). */
  PCollectionList<Rejected> writeTable(Variant variant, PCollection<NeighborRow> rows);

  /** Writes the catalogue, where it can be joined with the rest. */
  PCollectionList<Rejected> writeItems(PCollection<Item> items);

  /** Writes the refined log. */
  PCollectionList<Rejected> writeInteractions(PCollection<Interaction> refined);

  /** Writes what was measured, in any case to {@code metrics.json} in the run's folder of files. */
  PCollectionList<Rejected> writeMetrics(PCollection<Metric> metrics);

  /** Writes the data of the report's explorer, a text, to {@code explorer.json} in that folder. */
  void writeExplorer(PCollection<String> explorer);

  /** Writes all that was rejected, by the sink too. */
  void writeRejected(PCollection<Rejected> rejected);

  /** What comes out of all these once they have written everything: to wait for. */
  List<PCollection<?>> written();
}
