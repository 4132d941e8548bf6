package org.llmi2i.pipelines.read;

import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;
import org.llmi2i.stages.ItemStatistics;

/**
 * Ends a pipeline with an {@link InputException} if no item of the log has a title: then there is
 * nothing that a language model could read.
 */
public final class RequireTitles extends PTransform<PCollection<ItemStatistics>, PDone> {
  private final String pattern;

  private RequireTitles(String pattern) {
    this.pattern = pattern;
  }

  /** Requires titles; the message names the catalogue by its pattern. */
  public static RequireTitles of(String pattern) {
    return new RequireTitles(pattern);
  }

  @Override
  public PDone expand(PCollection<ItemStatistics> items) {
    PCollectionView<Long> titled = count(items, "Titled", item -> !item.getTitle().isBlank());
    PCollectionView<Long> met =
        count(items, "Titled and met", item -> !item.getTitle().isBlank() && item.getUsers() > 0);
    items
        .getPipeline()
        .apply("Once", Create.of(pattern))
        .apply("Require", ParDo.of(new Require(titled, met)).withSideInputs(titled, met));
    return PDone.in(items.getPipeline());
  }

  private static PCollectionView<Long> count(
      PCollection<ItemStatistics> items,
      String name,
      SerializableFunction<ItemStatistics, Boolean> which) {
    return items
        .apply(name, Filter.by(which))
        .apply("Count " + name, Count.<ItemStatistics>globally())
        .apply("Number of " + name, View.asSingleton());
  }

  private static final class Require extends DoFn<String, Void> {
    private final PCollectionView<Long> titled;
    private final PCollectionView<Long> met;

    Require(PCollectionView<Long> titled, PCollectionView<Long> met) {
      this.titled = titled;
      this.met = met;
    }

    @ProcessElement
    public void process(@Element String pattern, ProcessContext context) {
      if (context.sideInput(titled) == 0) {
        throw new InputException(
            pattern + ": no item has a title; the language model needs titles to read");
      }
      if (context.sideInput(met) == 0) {
        throw new InputException(
            pattern
                + ": no item of the log is in this catalogue; is item_id the same in both? See"
                + " --interactionColumns and --itemColumns");
      }
    }
  }
}
