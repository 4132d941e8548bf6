package org.llmi2i.pipelines.refine;

import org.llmi2i.ask.Budget;
import org.llmi2i.pipelines.llm.LlmSettings;

/**
 * How a run's budget is divided among its stages. The division is fixed and no stage borrows: a
 * generator that could spend it all would leave nothing to judge what it wrote with.
 *
 * @param calibrate for learning what the model's confidence means
 * @param knownNoise for measuring it on known noise, if there is some
 * @param generate for writing interactions
 * @param discriminate for judging them: a request of the generator causes at most one here
 */
record StageBudgets(Budget calibrate, Budget knownNoise, Budget generate, Budget discriminate) {
  private static final double CALIBRATE = 0.2;
  private static final double KNOWN_NOISE = 0.1;

  static StageBudgets of(RefineOptions options) {
    Budget whole = LlmSettings.budget(options);
    double knownNoise = options.getKnownNoise().isEmpty() ? 0 : KNOWN_NOISE;
    double rest = 1 - CALIBRATE - knownNoise;
    boolean judged = RefineSettings.scope(options) != RefineSettings.Scope.NONE;
    return new StageBudgets(
        whole.share(CALIBRATE),
        whole.share(knownNoise),
        whole.share(judged ? rest / 2 : rest),
        whole.share(judged ? rest / 2 : 0));
  }
}
