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
 * Ends a pipeline with an {@link InputException} if the log holds fewer than two users, for what
 * one user took says nothing about items. The message shows a row that could not be used: often all
 * are alike.
 */
public final class RequireUsers extends PTransform<PCollection<History>, PDone> {
  private final String pattern;
  private final PCollection<Rejected> rejected;

  private RequireUsers(String pattern, PCollection<Rejected> rejected) {
    this.pattern = pattern;
    this.rejected = rejected;
  }

  /**
   * Requires two users of a log.
   *
   * @param pattern names the log in the message
   * @param rejected the rows of the log that could not be used
   */
  public static RequireUsers of(String pattern, PCollection<Rejected> rejected) {
    return new RequireUsers(pattern, rejected);
  }

  @Override
  public PDone expand(PCollection<History> histories) {
    PCollectionView<Long> users =
        histories.apply("Users", Count.<History>globally()).apply("Number", View.asSingleton());
    PCollectionView<Iterable<Rejected>> example =
        rejected.apply("One", Sample.any(1)).apply("Example", View.asIterable());
    histories
        .getPipeline()
        .apply("Once", Create.of(pattern))
        .apply("Require", ParDo.of(new Require(users, example)).withSideInputs(users, example));
    return PDone.in(histories.getPipeline());
  }

  private static final class Require extends DoFn<String, Void> {
    private final PCollectionView<Long> users;
    private final PCollectionView<Iterable<Rejected>> example;

    Require(PCollectionView<Long> users, PCollectionView<Iterable<Rejected>> example) {
      this.users = users;
      this.example = example;
    }

    @ProcessElement
    public void process(@Element String pattern, ProcessContext context) {
      long found = context.sideInput(users);
      if (found >= 2) {
        return;
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
