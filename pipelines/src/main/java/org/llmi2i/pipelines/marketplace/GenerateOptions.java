package org.llmi2i.pipelines.marketplace;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Options of the program that generates a marketplace. */
public interface GenerateOptions extends ProgramOptions {
  @Description("The folder to write interactions.csv, items.csv and noise.csv to.")
  @Validation.Required
  String getOutput();

  void setOutput(String folder);

  @Description("How many users.")
  @Default.Integer(2000)
  int getUsers();

  void setUsers(int users);

  @Description("How many items.")
  @Default.Integer(2500)
  int getItems();

  void setItems(int items);

  @Description("How many interactions, at least two for every user.")
  @Default.Long(40000)
  long getInteractions();

  void setInteractions(long interactions);

  @Description("The share of interactions that ignore taste, 0 to 1.")
  @Default.Double(0.1)
  double getNoiseShare();

  void setNoiseShare(double share);

  @Description("Which of the many marketplaces of this size.")
  @Default.Long(42)
  long getSeed();

  void setSeed(long seed);
}
