package org.llmi2i.pipelines.read;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.stages.UserItem;

/**
 * Reads pairs of {@code user_id,item_id} that are known to be noise. Rows that cannot be used are
 * left out: the pairs only measure.
 */
public final class ReadKnownNoise extends PTransform<PBegin, PCollection<UserItem>> {
  private static final TupleTag<UserItem> PAIRS = new TupleTag<>("pairs") {};
  private static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  private final String pattern;
  private final Rejector rejector;

  private ReadKnownNoise(String pattern, Rejector rejector) {
    this.pattern = pattern;
    this.rejector = rejector;
  }

  /** Reads the files that match a pattern, or a table or query of BigQuery. */
  public static ReadKnownNoise from(String pattern, Rejector rejector) {
    return new ReadKnownNoise(pattern, rejector.in("ReadKnownNoise"));
  }

  /**
   * Looks at the columns, before a pipeline runs.
   *
   * @throws InputException if there is no such file or table, or one cannot be read or lacks a
   *     column
   */
  public void check(PipelineOptions options) {
    Inputs.check(pattern, options, ColumnMapping.none(), List.of("user_id", "item_id"));
  }

  @Override
  public PCollection<UserItem> expand(PBegin begin) {
    return begin
        .apply(
            "Read",
            new ReadRecords<>(
                pattern,
                ColumnMapping.none(),
                (fields, file, number) ->
                    new UserItem(fields.text("user_id"), fields.text("item_id")),
                Gathering.none(),
                rejector,
                PAIRS,
                REJECTED))
        .get(PAIRS);
  }
}
