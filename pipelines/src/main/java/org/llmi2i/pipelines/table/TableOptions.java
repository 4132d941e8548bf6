package org.llmi2i.pipelines.table;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.cli.SharedPath;

/** Options of the table program. */
public interface TableOptions extends ProgramOptions {
  @Description(
      "The log: a file or pattern, also gs://...; .csv .tsv .jsonl (also .gz) or .avro; or"
          + " bigquery:project.dataset.table, or bigquery:SELECT ...")
  @Validation.Required
  @SharedPath
  String getInteractions();

  void setInteractions(String pattern);

  @Description("The CSV file to write, also gs://...: item_id,neighbor_id,rank,score,support.")
  @Validation.Required
  @SharedPath
  String getOutput();

  void setOutput(String file);

  @Description("Columns of the log, where they differ: user_id=CustomerID,item_id=StockCode,...")
  @Default.String("")
  String getInteractionColumns();

  void setInteractionColumns(String columns);

  @Description(
      "The similarity: swing, cosine, iuf, jaccard, lift, pmi, conditional, llr, bm25; or that of"
          + " vectors that a model learns, on Linux on x86_64: bpr, two-tower.")
  @Default.String("swing")
  String getSimilarity();

  void setSimilarity(String similarity);

  @Description("Of cosine: added to the denominator, so that pairs of few users count less.")
  @Default.Double(0)
  double getShrinkage();

  void setShrinkage(double shrinkage);

  @Description("Neighbors an item.")
  @Default.Integer(100)
  int getK();

  void setK(int k);

  @Description("Leave out users of fewer distinct items.")
  @Default.Integer(1)
  int getMinUserBehavior();

  void setMinUserBehavior(int items);

  @Description("Of a user of more distinct items, keep a draw of this many.")
  @Default.Integer(1000)
  int getMaxUserBehavior();

  void setMaxUserBehavior(int items);

  @Description("What becomes of a user of too many items: sample (keep a draw) or drop.")
  @Default.String("sample")
  String getOnExcess();

  void setOnExcess(String onExcess);

  @Description(
      "What a neighbor counts that the user met before the item; 1: order does not matter.")
  @Default.Double(1)
  double getBackwardWeight();

  void setBackwardWeight(double weight);

  @Description("Interactions count half as much for every so many days before the last; 0: never.")
  @Default.Double(0)
  double getHalfLifeDays();

  void setHalfLifeDays(double days);

  @Description(
      "Memory of a block of items, in MiB; more and smaller blocks where workers are small.")
  @Default.Long(256)
  long getBlockMemoryMiB();

  void setBlockMemoryMiB(long memory);

  @Description(
      "How event times are written, if order or age matter: auto or a pattern such as"
          + " dd/MM/yyyy HH:mm.")
  @Default.String("auto")
  String getEventTimeFormat();

  void setEventTimeFormat(String format);

  @Description("Leave out neighbors with fewer users of both items.")
  @Default.Integer(1)
  int getMinSupport();

  void setMinSupport(int users);

  @Description("Seeds everything that is drawn; the same seed gives the same table.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
