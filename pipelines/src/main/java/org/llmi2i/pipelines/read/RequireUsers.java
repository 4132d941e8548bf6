package org.llmi2i.pipelines.read;

import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sample;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Rejected;

/**
 * Ends a pipeline with an {@link InputException} if fewer than two users are left to train on, for
 * what one user took says nothing about items. The message shows a row that could not be used,
 * often all are alike, or says that the split is at fault.
 */
public final class RequireUsers extends PTransform<PCollection<History>, PDone> {
  private final String pattern;
  private final PCollection<Rejected> rejected;
  private final PCollection<History> holdout;
  private final String split;

  private RequireUsers(
      String pattern, PCollection<Rejected> rejected, PCollection<History> holdout, String split) {
    this.pattern = pattern;
    this.rejected = rejected;
    this.holdout = holdout;
    this.split = split;
  }

  /**
   * Requires two users of a log.
   *
   * @param pattern names the log in the message
   * @param rejected the rows of the log that could not be used
   * @param holdout the histories that are held out
   * @param split names in the message how they were chosen
   */
  public static RequireUsers of(
      String pattern, PCollection<Rejected> rejected, PCollection<History> holdout, String split) {
    return new RequireUsers(pattern, rejected, holdout, split);
  }

  @Override
  public PDone expand(PCollection<History> histories) {
    PCollectionView<Long> users =
        histories.apply("Users", Count.<History>globally()).apply("Number", View.asSingleton());
    PCollectionView<Long> heldOut =
        holdout
            .apply("Held out", Count.<History>globally())
            .apply("Number held out", View.asSingleton());
    PCollectionView<Iterable<Rejected>> example =
        rejected.apply("One", Sample.any(1)).apply("Example", View.asIterable());
    histories
        .getPipeline()
        .apply("Once", Create.of(pattern))
        .apply(
            "Require",
            ParDo.of(new Require(split, users, heldOut, example))
                .withSideInputs(users, heldOut, example));
    return PDone.in(histories.getPipeline());
  }

  private static final class Require extends DoFn<String, Void> {
    private final String split;
    private final PCollectionView<Long> users;
    private final PCollectionView<Long> heldOut;
    private final PCollectionView<Iterable<Rejected>> example;

    Require(
        String split,
        PCollectionView<Long> users,
        PCollectionView<Long> heldOut,
        PCollectionView<Iterable<Rejected>> example) {
      this.split = split;
      this.users = users;
      this.heldOut = heldOut;
      this.example = example;
    }

    @ProcessElement
    public void process(@Element String pattern, ProcessContext context) {
      long found = context.sideInput(users);
      if (found >= 2) {
        return;
      }
      if (context.sideInput(heldOut) >= 2) {
        throw new InputException(
            "split: " + split + " leaves " + found + " users to train on; at least two are needed");
      }
      StringBuilder message = new StringBuilder(pattern);
      message.append(found == 0 ? ": no row can be used" : ": all rows are of one user");
      message.append("; at least two users are needed");
      for (Rejected row : context.sideInput(example)) {
        message.append("; a row that could not be used: ").append(row.getReason());
        message.append(", ").append(row.getDetail());
      }
      throw new InputException(message.toString());
    }
  }
}
