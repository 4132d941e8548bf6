package org.llmi2i.pipelines.refine;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.bigquery.TableWriteOptions;
import org.llmi2i.pipelines.cli.SharedPath;
import org.llmi2i.pipelines.llm.LlmOptions;
import org.llmi2i.pipelines.train.TrainOptions;

/** Options of the main job. */
public interface RefineOptions extends TrainOptions, LlmOptions, TableWriteOptions {
  @Description(
      "The similarity of the tables: cosine, swing, iuf, jaccard, lift, pmi, conditional, llr, bm25; or"
          + " that of vectors that a model learns, on Linux on x86_64: bpr, two-tower.")
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

  @Description("Which items get synthetic interactions: tail or all.")
  @Default.String("tail")
  String getTarget();

  void setTarget(String target);

  @Description("Only items that the log met in its last this many days get synthetic interactions.")
  @Default.Integer(90)
  int getLiveDays();

  void setLiveDays(int days);

  @Description(
      "Synthetic interactions an item, at most: of n users n * n / (n + 20), or 3 if that is fewer. More"
          + " helps the tail and, past some point, hurts the rest.")
  @Default.Integer(100)
  int getSyntheticPerItem();

  void setSyntheticPerItem(int count);

  @Description(
      "Who is asked about a tail item: those who have items of near titles, and those who have items"
          + " that go with it in the log; what the latter counts beside the former. 0: titles alone.")
  @Default.Double(2)
  double getCoOccurrenceWeight();

  void setCoOccurrenceWeight(double weight);

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
  @Default.Double(0.3)
  double getFalsePositiveRate();

  void setFalsePositiveRate(double rate);

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

  @Description(
      "Split train once more, at 0.9 of its time, and measure on its end: to choose options by, as the"
          + " holdout is not looked at.")
  @Default.Boolean(false)
  boolean isValidation();

  void setValidation(boolean validation);

  @Description("Known noise, to measure the discriminator: a CSV file of user_id,item_id.")
  @Default.String("")
  @SharedPath
  String getKnownNoise();

  void setKnownNoise(String pattern);

  @Description(
      "Items that the report's explorer has at most: first those that interactions were written for."
          + " 0: a report without explorer.")
  @Default.Integer(5000)
  int getReportItems();

  void setReportItems(int items);

  @Description(
      "Whether the run becomes the latest, which serves: gate (if tail recall rose beyond chance and"
          + " that of all items held), always or never. Any run can be published later.")
  @Default.String("gate")
  String getPublish();

  void setPublish(String publish);
}
