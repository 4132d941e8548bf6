package org.llmi2i.pipelines.tuning;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.pipelines.write.WriteAvro;
import org.llmi2i.pipelines.write.WriteTuningSets;
import org.llmi2i.pipelines.write.WriteTuningSummary;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.tail.TailSelector;
import org.llmi2i.tuning.DiscriminatorTask;
import org.llmi2i.tuning.GeneratorTask;
import org.llmi2i.tuning.TuningExamples;
import org.llmi2i.tuning.TuningTask;

/**
 * The graph of the program that writes tuning data.
 *
 * <pre>
 * read -> split by time -> histories -> item statistics -> TailSelector
 *      -> generator examples, discriminator examples -> files in one folder
 * </pre>
 */
final class TuningDataPipeline {
  static final String SUMMARY = "tuning-data.json";

  private final TuningDataOptions options;
  private final String folder;
  private final Rejector rejector;
  private final PromptTemplate prompts;

  /**
   * A pipeline for one run.
   *
   * @param folder where to write, an existing folder
   * @param rejector names the run in rejected records
   */
  TuningDataPipeline(TuningDataOptions options, String folder, Rejector rejector) {
    this.options = options;
    this.folder = folder;
    this.rejector = rejector;
    this.prompts = PromptTemplate.standard().withDomain(options.getDomain());
  }

  /** Adds the whole job to an empty pipeline. */
  void setUp(Pipeline pipeline) {
    TrainLog log =
        TrainLog.read(pipeline, options, TailSelector.byShare(options.getTailShare()), rejector);
    PCollection<String> generator =
        write(
            log,
            "generator",
            GeneratorTask.create().withWeights(options.getTailWeight(), options.getOtherWeight()));
    PCollection<String> discriminator = write(log, "discriminator", DiscriminatorTask.create());
    PCollectionList.of(generator)
        .and(discriminator)
        .apply("Sets", Flatten.pCollections())
        .apply("Write summary", WriteTuningSummary.to(folder + "/" + SUMMARY));
    log.rejected()
        .apply("Rejected", Flatten.pCollections())
        .apply("Write rejected", WriteAvro.into(folder + "/rejected", Rejected.class));
  }

  private PCollection<String> write(TrainLog log, String name, TuningTask task) {
    return log.histories()
        .apply(
            "Examples of the " + name,
            TuningExamples.of(task, log.catalog())
                .withHistoryLength(options.getHistoryLength())
                .withListLength(options.getListLength())
                .withMaxExamples(options.getMaxExamples())
                .withValidationShare(options.getValidationShare())
                .withSeed(options.getSeed()))
        .apply("Write " + name, WriteTuningSets.into(folder, name, task.task(), prompts));
  }
}
