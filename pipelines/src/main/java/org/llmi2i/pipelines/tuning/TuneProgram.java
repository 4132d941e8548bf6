package org.llmi2i.pipelines.tuning;

import java.util.function.UnaryOperator;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.tuning.vertex.TuningJobStatus;
import org.llmi2i.tuning.vertex.TuningRequest;
import org.llmi2i.tuning.vertex.VertexTuning;

/** Tunes a model on Vertex AI. */
public final class TuneProgram implements Program {
  private final UnaryOperator<VertexTuning> connection;

  public TuneProgram() {
    this(UnaryOperator.identity());
  }

  /**
   * For tests.
   *
   * @param connection changes how Vertex AI is reached
   */
  TuneProgram(UnaryOperator<VertexTuning> connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public String summary() {
    return "Tune a model on Vertex AI, on files that tuning-data wrote; costs money.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return TuneOptions.class;
  }

  @Override
  public void run(String[] arguments) throws InterruptedException {
    TuneOptions options = Options.parse(TuneOptions.class, arguments);
    VertexTuning tuning = VertexTuning.of(options.getLlmProject(), options.getLlmRegion());
    if (!options.getLlmEndpoint().isEmpty()) {
      tuning = tuning.withEndpoint(options.getLlmEndpoint());
    }
    tuning = connection.apply(tuning);
    TuningJobStatus job =
        options.getJob().isEmpty() ? tuning.start(request(options)) : tuning.get(options.getJob());
    print(job);
    if (options.isWait()) {
      job = tuning.await(job, TuneProgram::print);
    }
    System.out.println(next(job, options));
  }

  private static TuningRequest request(TuneOptions options) {
    if (options.getTrainFile().isEmpty()) {
      throw new IllegalArgumentException(
          "--trainFile is required to start a job; --job looks at one");
    }
    TuningRequest request =
        TuningRequest.of(options.getModel(), options.getTrainFile())
            .withDisplayName(options.getDisplayName());
    if (!options.getValidationFile().isEmpty()) {
      request = request.withValidationFile(options.getValidationFile());
    }
    return options.getEpochs() == 0 ? request : request.withEpochs(options.getEpochs());
  }

  private static void print(TuningJobStatus job) {
    System.out.println(job.name() + ": " + job.state());
  }

  /**
   * What to do now.
   *
   * @throws IllegalStateException if the job has come to nothing
   */
  private static String next(TuningJobStatus job, TuneOptions options) {
    if (job.hasSucceeded() && job.endpoint().isPresent()) {
      return "The tuned model answers at "
          + job.endpoint().get()
          + "; use it by\n"
          + "./i2i run ... --llm=vertex --llmModel="
          + job.endpoint().get();
    }
    if (job.hasEnded()) {
      throw new IllegalStateException(
          "the tuning job ended as " + job.state() + job.error().map(e -> ": " + e).orElse(""));
    }
    return "It is not waited for; look at it again by\n"
        + "./i2i tune --llmProject="
        + options.getLlmProject()
        + " --llmRegion="
        + options.getLlmRegion()
        + " --job="
        + job.name();
  }
}
