package org.llmi2i.llm.vertex;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auto.value.AutoValue;
import java.time.Duration;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.Sleeper;
import org.llmi2i.llm.LanguageModel;

/**
 * Makes models that ask Vertex AI by batch prediction jobs: for half the price, in hours.
 *
 * <pre>{@code
 * VertexBatchFactory.of(
 *     VertexFactory.of("gemini-2.5-flash", "my-project", "europe-west1"), "gs://my-bucket/batches")
 * }</pre>
 */
@AutoValue
public abstract class VertexBatchFactory implements LanguageModel.Factory {
  abstract VertexFactory vertex();

  abstract String folder();

  abstract Duration pollInterval();

  abstract Duration timeLimit();

  abstract Builder toBuilder();

  /**
   * A model that answers what the other would, by jobs.
   *
   * @param vertex the model, project and so on; its time-out holds for each look at a job
   * @param folder for requests, answers and notes of which job answers what: {@code
   *     gs://bucket/folder}, which Vertex AI's service agent must be able to read and write.
   *     Nothing in it is deleted but notes. On a server that is not Vertex AI, by an endpoint of
   *     http, any folder that Beam knows.
   */
  public static VertexBatchFactory of(VertexFactory vertex, String folder) {
    String stripped = folder.strip().replaceAll("/+$", "");
    if (stripped.isEmpty() || stripped.matches(".*[*?\\[\\]{}\\\\].*")) {
      throw new IllegalArgumentException(
          "llmBatchFolder: must be a folder such as gs://bucket/batches, without wildcards, got "
              + (stripped.isEmpty() ? "nothing" : folder));
    }
    if (vertex.mayGetToken() && !stripped.matches("gs://[^/]+(/.*)?")) {
      throw new IllegalArgumentException(
          "llmBatchFolder: must be on Cloud Storage, gs://bucket/folder, got " + folder);
    }
    return new AutoValue_VertexBatchFactory.Builder()
        .setVertex(vertex)
        .setFolder(stripped)
        .setPollInterval(Duration.ofMinutes(1))
        .setTimeLimit(Duration.ofHours(24))
        .build();
  }

  /** How long to wait between two looks at a job, at least a second; default a minute. */
  public VertexBatchFactory withPollInterval(Duration pollInterval) {
    return toBuilder()
        .setPollInterval(atLeast(Duration.ofSeconds(1), "pollInterval", pollInterval))
        .build();
  }

  /**
   * How long to wait for a job, at least a minute; default 24 hours. Then the run stops; the job
   * goes on, and the next run waits for the same.
   */
  public VertexBatchFactory withTimeLimit(Duration timeLimit) {
    return toBuilder().setTimeLimit(atLeast(Duration.ofMinutes(1), "timeLimit", timeLimit)).build();
  }

  @Override
  public LanguageModel create() {
    return create(vertex().credentials(), Sleeper.DEFAULT);
  }

  LanguageModel create(GoogleCredentials credentials, Sleeper sleeper) {
    try {
      FileSystems.matchNewResource(folder(), true);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException("llmBatchFolder: " + e.getMessage(), e);
    }
    return new VertexBatchModel(this, credentials, sleeper);
  }

  private static Duration atLeast(Duration least, String name, Duration value) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(name + ": must be at least " + least + ", got " + value);
    }
    return value;
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setVertex(VertexFactory vertex);

    abstract Builder setFolder(String folder);

    abstract Builder setPollInterval(Duration pollInterval);

    abstract Builder setTimeLimit(Duration timeLimit);

    abstract VertexBatchFactory build();
  }
}
