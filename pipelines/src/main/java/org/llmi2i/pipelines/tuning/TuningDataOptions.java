package org.llmi2i.pipelines.tuning;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.llmi2i.pipelines.train.TrainOptions;

/** Options of the program that writes tuning data. */
public interface TuningDataOptions extends TrainOptions {
  @Description("Examples a set at most, of the generator and of the discriminator each.")
  @Default.Integer(20_000)
  int getMaxExamples();

  void setMaxExamples(int examples);

  @Description("How many of a user's last items an example shows; give the same to the run.")
  @Default.Integer(10)
  int getHistoryLength();

  void setHistoryLength(int length);

  @Description("How many items an example asks about, at most.")
  @Default.Integer(20)
  int getListLength();

  void setListLength(int length);

  @Description("The share of users whose examples are for validation, and not for training.")
  @Default.Double(0.1)
  double getValidationShare();

  void setValidationShare(double share);

  @Description(
      "How much a generator's example of a tail item counts, against otherWeight: it is repeated.")
  @Default.Double(4)
  double getTailWeight();

  void setTailWeight(double weight);

  @Description("How much a generator's example of any other item counts.")
  @Default.Double(1)
  double getOtherWeight();

  void setOtherWeight(double weight);

  @Description(
      "What the shop sells and in which language its titles are, in a sentence, for the prompts.")
  @Default.String("")
  String getDomain();

  void setDomain(String domain);
}
