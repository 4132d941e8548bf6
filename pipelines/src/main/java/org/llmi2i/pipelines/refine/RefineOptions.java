package org.llmi2i.pipelines.refine;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.llm.LlmOptions;

/** Options of the main job. */
public interface RefineOptions extends LlmOptions {
  @Description("The log: a file or pattern; .csv .tsv .jsonl (also .gz) or .avro.")
  @Validation.Required
  String getInteractions();

  void setInteractions(String pattern);

  @Description("The catalogue, with a title for each item: a file or pattern, as the log.")
  @Validation.Required
  String getItems();

  void setItems(String pattern);

  @Description(
      "The folder to write to; each run gets its own in it, and latest points to the last.")
  @Validation.Required
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

  @Description(
      "The similarity of the tables: cosine, swing, iuf, jaccard, lift, pmi, conditional, llr, bm25.")
  @Default.String("cosine")
  String getSimilarity();

  void setSimilarity(String similarity);

  @Description("Of cosine: added to the denominator, so that pairs of few users count less.")
  @Default.Double(5)
  double getShrinkage();

  void setShrinkage(double shrinkage);

  @Description("Neighbors an item.")
  @Default.Integer(50)
  int getK();

  void setK(int k);

  @Description("Tail are the rarest items that together make up this share of the interactions.")
  @Default.Double(0.2)
  double getTailShare();

  void setTailShare(double share);

  @Description("Which items get synthetic interactions: tail or all.")
  @Default.String("tail")
  String getTarget();

  void setTarget(String target);

  @Description("Only items that the log met in its last this many days get synthetic interactions.")
  @Default.Integer(90)
  int getLiveDays();

  void setLiveDays(int days);

  @Description(
      "Synthetic interactions an item, at most: one for each of its users, and 3 in any case. More"
          + " helps the tail and, past some point, hurts the rest.")
  @Default.Integer(20)
  int getSyntheticPerItem();

  void setSyntheticPerItem(int count);

  @Description("What a synthetic interaction counts in a similarity; an observed one counts 1.")
  @Default.Double(1)
  double getSyntheticWeight();

  void setSyntheticWeight(double weight);

  @Description(
      "Which interactions the model judges, and drops if implausible: synthetic, all, none.")
  @Default.String("synthetic")
  String getDiscriminate();

  void setDiscriminate(String scope);

  @Description("The share of random pairs that may pass as plausible; it sets the threshold.")
  @Default.Double(0.1)
  double getFalsePositiveRate();

  void setFalsePositiveRate(double rate);

  @Description("Train before it, holdout after: a date, a fraction of time, or leave-last-out.")
  @Default.String("0.9")
  String getSplit();

  void setSplit(String split);

  @Description("How many of a user's last items ask the table for neighbors in the evaluation.")
  @Default.Integer(20)
  int getTriggers();

  void setTriggers(int triggers);

  @Description(
      "How many of a user's last items the language model reads. 0: 50 with embedded, which compares"
          + " each, and 10 with a generative model, which pays for each.")
  @Default.Integer(0)
  int getHistoryLength();

  void setHistoryLength(int length);

  @Description("Known noise, to measure the discriminator: a CSV file of user_id,item_id.")
  @Default.String("")
  String getKnownNoise();

  void setKnownNoise(String pattern);

  @Description("Seeds everything that is drawn; the same seed gives the same tables.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
