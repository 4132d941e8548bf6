package org.llmi2i.pipelines.read;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Rejected;

/**
 * Reads a log from CSV, TSV, JSON lines or Avro files, told by their endings, or from BigQuery.
 *
 * <p>Out: {@link #INTERACTIONS} and {@link #REJECTED}, together as many as there are rows.
 */
@AutoValue
public abstract class ReadInteractions extends PTransform<PBegin, PCollectionTuple> {
  /** The rows that can be used. */
  public static final TupleTag<Interaction> INTERACTIONS = new TupleTag<>("interactions") {};

  /** The rows that cannot. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  abstract String pattern();

  abstract ColumnMapping columns();

  abstract String eventTimeFormat();

  abstract boolean eventTimeOptional();

  abstract boolean rejectedOnlyCounted();

  abstract Rejector rejector();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setPattern(String pattern);

    abstract Builder setColumns(ColumnMapping columns);

    abstract Builder setEventTimeFormat(String format);

    abstract Builder setEventTimeOptional(boolean optional);

    abstract Builder setRejectedOnlyCounted(boolean counted);

    abstract Builder setRejector(Rejector rejector);

    abstract ReadInteractions build();
  }

  /** Reads the files that match a pattern, or a table or query of BigQuery. */
  public static ReadInteractions from(String pattern, Rejector rejector) {
    return new AutoValue_ReadInteractions.Builder()
        .setPattern(pattern)
        .setColumns(ColumnMapping.none())
        .setEventTimeFormat("auto")
        .setEventTimeOptional(false)
        .setRejectedOnlyCounted(false)
        .setRejector(rejector.in("ReadInteractions"))
        .build();
  }

  /** Under which name rows are counted and rejected; default ReadInteractions. */
  public ReadInteractions withStage(String stage) {
    return toBuilder().setRejector(rejector().in(stage)).build();
  }

  /** The fields that {@link #withColumns} may map. */
  public static List<String> fields() {
    return InteractionParser.FIELDS;
  }

  /** Where a column is not named as its field; default: all are. */
  public ReadInteractions withColumns(ColumnMapping columns) {
    return toBuilder().setColumns(columns).build();
  }

  /**
   * How event times are written: {@code auto}, the default (whole numbers of seconds, milliseconds
   * or microseconds since the epoch, or ISO-8601), or a pattern such as {@code dd/MM/yyyy HH:mm}.
   * UTC where there is no zone.
   */
  public ReadInteractions withEventTimeFormat(String format) {
    return toBuilder().setEventTimeFormat(format).build();
  }

  /** Takes rows without a time, at the epoch: enough for a table that does not look at times. */
  public ReadInteractions withEventTimeOptional() {
    return toBuilder().setEventTimeOptional(true).build();
  }

  /**
   * Counts the rows that cannot be used, by reason, and puts out no {@link #REJECTED}. Flink writes
   * every record once for each output of a step: on a large log this is a third of the reading.
   */
  public ReadInteractions withRejectedOnlyCounted() {
    return toBuilder().setRejectedOnlyCounted(true).build();
  }

  /**
   * Looks at the columns, before a pipeline runs.
   *
   * @throws InputException if there is no such file or table, or one cannot be read or lacks a
   *     column
   */
  public void check(PipelineOptions options) {
    Inputs.check(
        pattern(),
        options,
        columns(),
        eventTimeOptional()
            ? List.of("user_id", "item_id")
            : List.of("user_id", "item_id", "event_time"));
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    return begin.apply("Read", reading(Gathering.none(), INTERACTIONS));
  }

  <G> ReadRecords<Interaction, G> reading(
      Gathering.Begin<Interaction, G> gathering, TupleTag<G> records) {
    return new ReadRecords<>(
        pattern(),
        columns(),
        new InteractionParser(new EventTimes(eventTimeFormat()), eventTimeOptional()),
        gathering,
        rejector(),
        records,
        rejectedOnlyCounted() ? null : REJECTED);
  }
}
