package org.llmi2i.ask;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.schemas.Exchange;

/** Which model is asked, and how: what is known already, what may be spent, how fast. */
@AutoValue
public abstract class Asking {
  abstract LanguageModel.Factory model();

  abstract String run();

  abstract @Nullable PCollection<Exchange> ledger();

  abstract Journal.Factory journal();

  abstract Budget budget();

  abstract Prices prices();

  abstract Pace pace();

  abstract int parts();

  abstract ResourceHints resources();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setModel(LanguageModel.Factory model);

    abstract Builder setRun(String run);

    abstract Builder setLedger(@Nullable PCollection<Exchange> ledger);

    abstract Builder setJournal(Journal.Factory journal);

    abstract Builder setBudget(Budget budget);

    abstract Builder setPrices(Prices prices);

    abstract Builder setPace(Pace pace);

    abstract Builder setParts(int parts);

    abstract Builder setResources(ResourceHints resources);

    abstract Asking build();
  }

  /** Asks this model, with no ledger, no budget and the standard pace. */
  public static Asking of(LanguageModel.Factory model) {
    return new AutoValue_Asking.Builder()
        .setModel(model)
        .setRun("")
        .setJournal(Journal.none())
        .setBudget(Budget.UNLIMITED)
        .setPrices(Prices.FREE)
        .setPace(Pace.standard())
        .setParts(4)
        .setResources(ResourceHints.create())
        .build();
  }

  /**
   * What was asked before is not asked again, and what is new is written down as it comes.
   *
   * @param run names this run among those that may share the JVM
   * @param ledger exchanges of earlier runs; those that failed are asked again
   * @param journal where new ones go
   */
  public Asking withLedger(String run, PCollection<Exchange> ledger, Journal.Factory journal) {
    return toBuilder().setRun(run).setLedger(ledger).setJournal(journal).build();
  }

  /**
   * What one transform may spend; default no limit. Requests are ranked by what they promise and
   * admitted up to the budget before the first call, and the budget holds with every attempt: see
   * {@link AskModel}.
   */
  public Asking withBudget(Budget budget) {
    return toBuilder().setBudget(budget).build();
  }

  /** What tokens cost; default nothing. */
  public Asking withPrices(Prices prices) {
    return toBuilder().setPrices(prices).build();
  }

  /** How fast to ask; default {@link Pace#standard}. */
  public Asking withPace(Pace pace) {
    return toBuilder().setPace(pace).build();
  }

  /**
   * Into how many parts the requests are divided, each held in the memory of one worker and asked
   * by it, 1 to 1,048,576; default 4. Take more on more workers, or where a part, about 6 kB a
   * request, would not fit; not more than that, since the last calls of a part leave places unused.
   */
  public Asking withParts(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("parts: must be at least 1, got " + parts);
    }
    return toBuilder().setParts(parts).build();
  }

  /**
   * What the workers need that ask; default nothing that others do not. Of use where the model runs
   * in the worker's process, on a runner that gives stages workers of their own, as Dataflow does.
   */
  public Asking withResources(ResourceHints resources) {
    return toBuilder().setResources(resources).build();
  }
}
