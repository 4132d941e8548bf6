package org.llmi2i.llm.vertex;

import com.google.genai.Client;
import com.google.genai.types.BatchJob;
import com.google.genai.types.BatchJobDestination;
import com.google.genai.types.BatchJobSource;
import com.google.genai.types.CreateBatchJobConfig;
import com.google.genai.types.GetBatchJobConfig;
import com.google.genai.types.JobState;
import com.google.genai.types.ListBatchJobsConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.util.Sleeper;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Failure.Kind;
import org.llmi2i.llm.http.CallFailure;

/**
 * Batch prediction jobs of Vertex AI.
 *
 * <p>What fails here costs no answer: a job that was begun is found again. So a request whose fate
 * is unknown fails as one that never arrived, which is free to be made again.
 */
final class BatchJobs {
  /** Looks that may fail in a row: a job takes hours, and a network has its moments. */
  private static final int FAILED_LOOKS = 10;

  private static final Set<String> ENDED =
      Set.of(
          "JOB_STATE_SUCCEEDED",
          "JOB_STATE_PARTIALLY_SUCCEEDED",
          "JOB_STATE_FAILED",
          "JOB_STATE_CANCELLED",
          "JOB_STATE_EXPIRED");

  /** Of google.rpc.Code: NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED. */
  private static final Set<Integer> DENIED = Set.of(5, 7, 16);

  private final VertexBatchFactory factory;
  private final VertexClient vertex;
  private final Sleeper sleeper;

  BatchJobs(VertexBatchFactory factory, VertexClient vertex, Sleeper sleeper) {
    this.factory = factory;
    this.vertex = vertex;
    this.sleeper = sleeper;
  }

  /**
   * A job as it was seen last.
   *
   * @param error what the service says went wrong; empty if it says nothing
   */
  record Job(String name, String state, String error, boolean isDenied) {
    private static Job of(BatchJob job) {
      String error = job.error().flatMap(each -> each.message()).orElse("");
      boolean denied =
          job.error().flatMap(each -> each.code()).filter(DENIED::contains).isPresent()
              // A folder that the service may not read comes as an invalid argument.
              || error.toLowerCase(Locale.ROOT).contains("permission");
      return new Job(
          job.name().orElse(""),
          job.state().map(JobState::toString).orElse("JOB_STATE_UNSPECIFIED"),
          error,
          denied);
    }

    boolean hasEnded() {
      return ENDED.contains(state);
    }

    @Override
    public String toString() {
      return "the batch job " + name + " ended as " + state + (error.isEmpty() ? "" : ": " + error);
    }
  }

  /** Begins a job; its name is also what it is displayed as. */
  Job create(String name, BatchFiles files) throws BatchException {
    BatchJobSource source =
        BatchJobSource.builder().format("jsonl").gcsUri(List.of(files.requests())).build();
    CreateBatchJobConfig config =
        CreateBatchJobConfig.builder()
            .displayName(name)
            .dest(BatchJobDestination.builder().format("jsonl").gcsUri(files.output()).build())
            .build();
    try {
      return Job.of(ask(client -> client.batches.create(factory.vertex().model(), source, config)));
    } catch (BatchException e) {
      Failure failure = e.failure();
      // Not one prompt is wrong then, but all that the job would be.
      throw failure.kind() == Kind.INVALID
          ? new BatchException(Failure.of(Kind.DENIED, failure.detail()))
          : e;
    }
  }

  /** The job of this resource name, unless it is no more. */
  Optional<Job> get(String job) throws BatchException {
    try {
      return Optional.of(look(job));
    } catch (BatchException e) {
      if (e.failure().detail().startsWith("HTTP status 404")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The newest job that is displayed as this. */
  Optional<Job> find(String name) throws BatchException {
    ListBatchJobsConfig config =
        ListBatchJobsConfig.builder().filter("display_name=\"" + name + "\"").build();
    return ask(client ->
            StreamSupport.stream(client.batches.list(config).spliterator(), false)
                .filter(job -> job.displayName().filter(name::equals).isPresent())
                .max(Comparator.comparing(job -> job.createTime().orElse(Instant.EPOCH))))
        .map(Job::of);
  }

  /** Waits until a job has ended. */
  Job await(Job job) throws BatchException {
    Job seen = job;
    int failed = 0;
    for (long waited = 0; !seen.hasEnded(); waited += factory.pollInterval().toMillis()) {
      if (waited >= factory.timeLimit().toMillis()) {
        throw new BatchException(
            Failure.of(
                Kind.DENIED,
                "the batch job "
                    + job.name()
                    + " is "
                    + seen.state()
                    + " after "
                    + factory.timeLimit().toHours()
                    + " hours; the next run goes on waiting for it"));
      }
      sleep(job);
      try {
        seen = look(job.name());
        failed = 0;
      } catch (BatchException e) {
        failed++;
        if (!e.failure().kind().isPassing() || failed == FAILED_LOOKS) {
          throw e;
        }
      }
    }
    return seen;
  }

  private void sleep(Job job) throws BatchException {
    try {
      sleeper.sleep(factory.pollInterval().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BatchException(
          Failure.of(Kind.UNREACHABLE, "interrupted while waiting for " + job.name()));
    }
  }

  private Job look(String job) throws BatchException {
    return Job.of(ask(client -> client.batches.get(job, GetBatchJobConfig.builder().build())));
  }

  private <T> T ask(Function<Client, T> request) throws BatchException {
    Optional<Failure> noToken = vertex.refresh();
    if (noToken.isPresent()) {
      throw new BatchException(noToken.get());
    }
    try {
      return request.apply(vertex.client());
    } catch (RuntimeException e) {
      Failure failure = CallFailure.of(e);
      throw new BatchException(
          failure.kind() == Kind.INTERRUPTED
              ? new Failure(Kind.UNREACHABLE, failure.detail(), failure.retryAfter())
              : failure);
    }
  }
}
