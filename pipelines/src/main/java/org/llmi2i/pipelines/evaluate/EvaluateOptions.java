package org.llmi2i.pipelines.evaluate;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.SharedPath;

/** Options of the program that compares tables. */
public interface EvaluateOptions extends ProgramOptions {
  @Description(
      "The I2I tables, separated by commas: files or patterns with columns item_id, neighbor_id and"
          + " score, or names of similarities, such as cosine, for the tables that a run would make"
          + " of train; the others are compared to the first.")
  @Validation.Required
  String getTables();

  void setTables(String tables);

  @Description("The log that the tables may know: a file or pattern; .csv .tsv .jsonl or .avro.")
  @Validation.Required
  @SharedPath
  String getTrain();

  void setTrain(String pattern);

  @Description("The log of what the same users did then.")
  @Validation.Required
  @SharedPath
  String getHoldout();

  void setHoldout(String pattern);

  @Description("The folder to write metrics.json, metrics.md and rejected rows to.")
  @Validation.Required
  @SharedPath
  String getOutput();

  void setOutput(String folder);

  @Description("The catalogue, for prices and for items without interactions; none if empty.")
  @Default.String("")
  @SharedPath
  String getItems();

  void setItems(String pattern);

  @Description("Columns of both logs, where they differ: user_id=CustomerID,item_id=StockCode,...")
  @Default.String("")
  String getInteractionColumns();

  void setInteractionColumns(String columns);

  @Description("Columns of the catalogue, where they differ: item_id=StockCode,title=Name,...")
  @Default.String("")
  String getItemColumns();

  void setItemColumns(String columns);

  @Description("How event times are written: auto or a pattern such as dd/MM/yyyy HH:mm.")
  @Default.String("auto")
  String getEventTimeFormat();

  void setEventTimeFormat(String format);

  @Description("Tail are the rarest items that together make up this share of the interactions.")
  @Default.Double(0.2)
  double getTailShare();

  void setTailShare(double share);

  @Description("How many of a user's last items recommendations are made from.")
  @Default.Integer(20)
  int getTriggers();

  void setTriggers(int triggers);

  @Description("Seeds the order within baskets and the bootstrap.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
