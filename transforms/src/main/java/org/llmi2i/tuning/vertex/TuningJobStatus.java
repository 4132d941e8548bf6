package org.llmi2i.tuning.vertex;

import com.google.genai.types.JobState;
import com.google.genai.types.TunedModel;
import com.google.genai.types.TuningJob;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a tuning job so far.
 *
 * @param name the job's resource name
 * @param state such as JOB_STATE_RUNNING
 * @param endpoint where the tuned model answers; only once it does
 * @param error why the job failed, if it did
 */
public record TuningJobStatus(
    String name, String state, Optional<String> endpoint, Optional<String> error) {
  private static final String SUCCEEDED = "JOB_STATE_SUCCEEDED";
  private static final Set<String> ENDED =
      Set.of(
          SUCCEEDED,
          "JOB_STATE_PARTIALLY_SUCCEEDED",
          "JOB_STATE_FAILED",
          "JOB_STATE_CANCELLED",
          "JOB_STATE_EXPIRED");

  static TuningJobStatus of(TuningJob job) {
    return new TuningJobStatus(
        job.name().orElse(""),
        job.state().map(JobState::toString).orElse("JOB_STATE_UNSPECIFIED"),
        job.tunedModel().flatMap(TunedModel::endpoint),
        job.error().flatMap(error -> error.message()));
  }

  /** Whether the state is the last. */
  public boolean hasEnded() {
    return ENDED.contains(state);
  }

  /** Whether there is a tuned model. */
  public boolean hasSucceeded() {
    return state.equals(SUCCEEDED);
  }
}
