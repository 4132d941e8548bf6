package org.llmi2i.pipelines.train;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.SharedPath;

/** Options of programs that learn from the train part of a log with a catalogue. */
public interface TrainOptions extends ProgramOptions {
  @Description(
      "The log: a file or pattern, also gs://...; .csv .tsv .jsonl (also .gz) or .avro; or"
          + " bigquery:project.dataset.table, or bigquery:SELECT ...")
  @Validation.Required
  @SharedPath
  String getInteractions();

  void setInteractions(String pattern);

  @Description("The catalogue, with a title for each item: files, a table or a query, as the log.")
  @Validation.Required
  @SharedPath
  String getItems();

  void setItems(String pattern);

  @Description(
      "Where to write: a folder, in which each run gets its own and latest shows the one that serves;"
          + " gs://bucket/folder; or, for a run, bigquery:project.dataset.")
  @Validation.Required
  @SharedPath
  String getOutput();

  void setOutput(String folder);

  @Description("Columns of the log, where they differ: user_id=CustomerID,item_id=StockCode,...")
  @Default.String("")
  String getInteractionColumns();

  void setInteractionColumns(String columns);

  @Description("Columns of the catalogue, where they differ: item_id=StockCode,title=Name,...")
  @Default.String("")
  String getItemColumns();

  void setItemColumns(String columns);

  @Description(
      "How event times are written: auto (epoch seconds, milliseconds or microseconds, or ISO-8601)"
          + " or a pattern such as dd/MM/yyyy HH:mm; UTC where it has no zone.")
  @Default.String("auto")
  String getEventTimeFormat();

  void setEventTimeFormat(String format);

  @Description("Tail are the rarest items that together make up this share of the interactions.")
  @Default.Double(0.2)
  double getTailShare();

  void setTailShare(double share);

  @Description("Train before it, holdout after: a date, a fraction of time, or leave-last-out.")
  @Default.String("0.9")
  String getSplit();

  void setSplit(String split);

  @Description("Seeds everything that is drawn; the same seed gives the same output.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
