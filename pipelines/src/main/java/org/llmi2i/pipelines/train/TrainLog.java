package org.llmi2i.pipelines.train;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.read.ColumnMapping;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.read.ReadInteractions;
import org.llmi2i.pipelines.read.ReadItems;
import org.llmi2i.pipelines.read.RequireTitles;
import org.llmi2i.pipelines.read.RequireUsers;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.split.Split;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.tail.CountItems;
import org.llmi2i.tail.TailSelector;

/**
 * A log and its catalogue, read, split and counted: the part of a graph that every program begins
 * with that learns from train.
 *
 * @param items the catalogue, as it was read
 * @param train the interactions to learn from
 * @param histories the same, by user
 * @param holdout the histories that are held out
 * @param statistics every item as train knows it, classified
 * @param catalog the same by id
 * @param rejected the rows that could not be used
 */
public record TrainLog(
    PCollection<Item> items,
    PCollection<Interaction> train,
    PCollection<History> histories,
    PCollection<History> holdout,
    PCollection<ItemStatistics> statistics,
    PCollectionView<Map<String, ItemStatistics>> catalog,
    PCollectionList<Rejected> rejected) {
  private static final double VALIDATION_FROM = 0.9;

  /**
   * Adds the reading to an empty pipeline. It will end with an {@link InputException} if train has
   * fewer than two users, or no item a title.
   *
   * @param tailSelector says which items are tail
   * @param rejector names the run in rejected records
   */
  public static TrainLog read(
      Pipeline pipeline,
      TrainOptions options,
      TailSelector.Select tailSelector,
      Rejector rejector) {
    return read(pipeline, options, tailSelector, rejector, false);
  }

  /** As {@link #read}, of train alone, whose end is held out in place of the holdout. */
  public static TrainLog readForValidation(
      Pipeline pipeline,
      TrainOptions options,
      TailSelector.Select tailSelector,
      Rejector rejector) {
    return read(pipeline, options, tailSelector, rejector, true);
  }

  private static TrainLog read(
      Pipeline pipeline,
      TrainOptions options,
      TailSelector.Select tailSelector,
      Rejector rejector,
      boolean forValidation) {
    PCollectionTuple log = pipeline.apply("ReadInteractions", readInteractions(options, rejector));
    PCollectionTuple items = pipeline.apply("ReadItems", readItems(options, rejector));
    PCollectionTuple split = log.get(ReadInteractions.INTERACTIONS).apply("Split", split(options));
    if (forValidation) {
      split = split.get(Split.TRAIN).apply("Validation", validation(options));
    }
    PCollection<Interaction> train = split.get(Split.TRAIN);
    Histories.Collect collect = Histories.collect().withSeed(options.getSeed());
    PCollection<History> histories = train.apply("Train histories", collect);
    PCollection<History> holdout = split.get(Split.HOLDOUT).apply("Holdout histories", collect);
    histories.apply(
        "RequireUsers",
        RequireUsers.of(
            options.getInteractions(),
            log.get(ReadInteractions.REJECTED),
            holdout,
            options.getSplit()));
    PCollection<ItemStatistics> statistics =
        histories
            .apply("CountItems", CountItems.of(items.get(ReadItems.ITEMS)))
            .apply("TailSelector", tailSelector);
    statistics.apply("RequireTitles", RequireTitles.of(options.getItems()));
    return new TrainLog(
        items.get(ReadItems.ITEMS),
        train,
        histories,
        holdout,
        statistics,
        statistics.apply("Catalogue", CatalogView.create()),
        PCollectionList.of(log.get(ReadInteractions.REJECTED)).and(items.get(ReadItems.REJECTED)));
  }

  /**
   * Looks at the inputs, before anything runs.
   *
   * @throws InputException if a file is missing, cannot be read or lacks a column
   */
  public static void check(TrainOptions options, Rejector rejector) {
    readInteractions(options, rejector).check(options);
    readItems(options, rejector).check(options);
  }

  private static ReadInteractions readInteractions(TrainOptions options, Rejector rejector) {
    return ReadInteractions.from(options.getInteractions(), rejector)
        .withColumns(
            ColumnMapping.parse(
                "interactionColumns", options.getInteractionColumns(), ReadInteractions.fields()))
        .withEventTimeFormat(options.getEventTimeFormat());
  }

  private static ReadItems readItems(TrainOptions options, Rejector rejector) {
    return ReadItems.from(options.getItems(), rejector)
        .withColumns(
            ColumnMapping.parse("itemColumns", options.getItemColumns(), ReadItems.fields()));
  }

  /** As the split of the log, but that a date is none for what stands before it. */
  private static Split validation(TrainOptions options) {
    return options.getSplit().equals("leave-last-out")
        ? Split.leaveLastOut(options.getSeed())
        : Split.atFraction(VALIDATION_FROM);
  }

  /** A date or time, a fraction of time, or leave-last-out. */
  public static Split split(TrainOptions options) {
    String split = options.getSplit();
    if (split.equals("leave-last-out")) {
      return Split.leaveLastOut(options.getSeed());
    }
    if (split.matches("[0-9]*[.][0-9]+|[0-9]+[.]?")) {
      return Split.atFraction(Double.parseDouble(split));
    }
    try {
      return Split.at(
          split.contains("T")
              ? Instant.parse(split)
              : LocalDate.parse(split).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "split: must be a date (2011-10-01), a time (2011-10-01T12:00:00Z), a fraction of time"
              + " (0.9) or leave-last-out, got "
              + split,
          e);
    }
  }
}
