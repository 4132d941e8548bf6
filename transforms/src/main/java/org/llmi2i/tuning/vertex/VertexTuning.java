package org.llmi2i.tuning.vertex;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auto.value.AutoValue;
import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.CreateTuningJobConfig;
import com.google.genai.types.GetTuningJobConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.TuningDataset;
import com.google.genai.types.TuningJob;
import com.google.genai.types.TuningValidationDataset;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.sdk.util.Sleeper;

/**
 * Supervised tuning on Vertex AI, by the Google account that the environment is logged in with.
 *
 * <p>Every method throws an {@link IllegalArgumentException} where the service refuses the request
 * and so its sender has to change something, and an {@link IllegalStateException} where it fails or
 * cannot be reached; the message is a sentence for people.
 */
@AutoValue
public abstract class VertexTuning {
  /** Polls that may fail in a row: a job takes hours, and a network has its moments. */
  private static final int FAILED_POLLS = 10;

  private static final int SERVER_ERROR = 500;

  abstract String project();

  abstract String location();

  abstract Optional<String> endpoint();

  abstract Optional<GoogleCredentials> credentials();

  abstract Duration pollInterval();

  abstract Sleeper sleeper();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setProject(String project);

    abstract Builder setLocation(String location);

    abstract Builder setEndpoint(String endpoint);

    abstract Builder setCredentials(GoogleCredentials credentials);

    abstract Builder setPollInterval(Duration pollInterval);

    abstract Builder setSleeper(Sleeper sleeper);

    abstract VertexTuning build();
  }

  /** Tunes in a project, at a location such as us-central1. */
  public static VertexTuning of(String project, String location) {
    return new AutoValue_VertexTuning.Builder()
        .setProject(project)
        .setLocation(location)
        .setPollInterval(Duration.ofMinutes(1))
        .setSleeper(Sleeper.DEFAULT)
        .build();
  }

  /** Another server than the location's own, by its URL: a private endpoint, a test. */
  public VertexTuning withEndpoint(String endpoint) {
    return toBuilder().setEndpoint(endpoint).build();
  }

  /** An account other than that of the environment. */
  public VertexTuning withCredentials(GoogleCredentials credentials) {
    return toBuilder().setCredentials(credentials).build();
  }

  /** How long to wait between two looks at a job; default a minute. */
  public VertexTuning withPollInterval(Duration pollInterval) {
    return toBuilder().setPollInterval(pollInterval).build();
  }

  /** What waits; default the clock. */
  public VertexTuning withSleeper(Sleeper sleeper) {
    return toBuilder().setSleeper(sleeper).build();
  }

  /** Starts a job. It is asked for once only, for a second job would cost as much again. */
  public TuningJobStatus start(TuningRequest request) {
    CreateTuningJobConfig.Builder config =
        CreateTuningJobConfig.builder().tunedModelDisplayName(request.displayName());
    request
        .validationFile()
        .ifPresent(
            file -> config.validationDataset(TuningValidationDataset.builder().gcsUri(file)));
    request.epochs().ifPresent(config::epochCount);
    TuningDataset train = TuningDataset.builder().gcsUri(request.trainFile()).build();
    return ask(client -> client.tunings.tune(request.model(), train, config.build()));
  }

  /** Looks at a job, by its resource name. */
  public TuningJobStatus get(String name) {
    return ask(client -> client.tunings.get(name, GetTuningJobConfig.builder().build()));
  }

  /**
   * Waits until a job has ended. Up to 10 looks in a row may fail.
   *
   * @param job the job as it was seen last
   * @param onChange told of every new state
   * @return the job in its last state
   */
  public TuningJobStatus await(TuningJobStatus job, Consumer<TuningJobStatus> onChange)
      throws InterruptedException {
    TuningJobStatus seen = job;
    int failed = 0;
    while (!seen.hasEnded()) {
      sleeper().sleep(pollInterval().toMillis());
      try {
        TuningJobStatus now = get(job.name());
        failed = 0;
        if (!now.state().equals(seen.state())) {
          onChange.accept(now);
        }
        seen = now;
      } catch (IllegalStateException e) {
        failed++;
        if (failed == FAILED_POLLS) {
          throw e;
        }
      }
    }
    return seen;
  }

  private TuningJobStatus ask(Function<Client, TuningJob> request) {
    try (Client client = client()) {
      return TuningJobStatus.of(request.apply(client));
    } catch (ApiException e) {
      String said = e.code() + " " + e.status() + ": " + e.message();
      throw e.code() < SERVER_ERROR
          ? new IllegalArgumentException("Vertex AI refuses the request: " + said, e)
          : failure("Vertex AI fails: " + said, e);
    } catch (GenAiIOException e) {
      throw failure(
          "Vertex AI cannot be reached"
              + endpoint().map(url -> " at " + url).orElse("")
              + ": "
              + innermost(e),
          e);
    }
  }

  private Client client() {
    // Retries of the client's own would start a job twice.
    HttpOptions.Builder http =
        HttpOptions.builder().retryOptions(HttpRetryOptions.builder().attempts(1));
    endpoint().ifPresent(http::baseUrl);
    Client.Builder builder =
        Client.builder()
            .vertexAI(true)
            .project(project())
            .location(location())
            .httpOptions(http.build());
    credentials().ifPresent(builder::credentials);
    try {
      return builder.build();
    } catch (GenAiIOException e) {
      throw new IllegalArgumentException(
          "there are no Google credentials: run gcloud auth application-default login, or name a"
              + " key file in GOOGLE_APPLICATION_CREDENTIALS",
          e);
    }
  }

  /** What the program shows is the innermost message, which a cause would put in its place. */
  private static IllegalStateException failure(String message, Exception e) {
    IllegalStateException failure = new IllegalStateException(message);
    failure.addSuppressed(e);
    return failure;
  }

  private static String innermost(Throwable e) {
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
