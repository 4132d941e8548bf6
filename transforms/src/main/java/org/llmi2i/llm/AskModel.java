package org.llmi2i.llm;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;

/**
 * Asks a language model about shortlists: one request each, one {@link Exchange} each, whatever the
 * model answers.
 *
 * <p>This is the place of all that concerns the call and not its meaning.
 */
public final class AskModel
    extends PTransform<PCollection<Shortlist>, PCollection<KV<Shortlist, Exchange>>> {
  private final Task task;
  private final LanguageModel.Factory model;

  private AskModel(Task task, LanguageModel.Factory model) {
    this.task = task;
    this.model = model;
  }

  /** Asks this model for this. */
  public static AskModel of(Task task, LanguageModel.Factory model) {
    return new AskModel(task, model);
  }

  @Override
  public PCollection<KV<Shortlist, Exchange>> expand(PCollection<Shortlist> shortlists) {
    return shortlists.apply("Ask", ParDo.of(new Ask(task, model)));
  }

  private static final class Ask extends DoFn<Shortlist, KV<Shortlist, Exchange>> {
    /** Requests that wait for each other, at most; it never changes an answer. */
    private static final int BATCH = 64;

    private final Counter calls = Metrics.counter("LanguageModel", "calls");
    private final Counter failures = Metrics.counter("LanguageModel", "failures");
    private final Counter inputTokens = Metrics.counter("LanguageModel", "inputTokens");
    private final Counter outputTokens = Metrics.counter("LanguageModel", "outputTokens");
    private final StageClock clock;
    private final Task task;
    private final LanguageModel.Factory factory;
    private transient LanguageModel model;
    private transient List<Shortlist> waiting;

    Ask(Task task, LanguageModel.Factory factory) {
      this.task = task;
      this.factory = factory;
      this.clock = StageClock.of(task == Task.GENERATE ? "LlmGenerate" : "LlmDiscriminate");
    }

    @Setup
    public void setup() {
      model = factory.create();
    }

    @StartBundle
    public void startBundle() {
      waiting = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element Shortlist shortlist, OutputReceiver<KV<Shortlist, Exchange>> out) {
      waiting.add(shortlist);
      if (waiting.size() == BATCH) {
        ask().forEach(out::output);
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      ask()
          .forEach(
              answered ->
                  context.output(answered, org.joda.time.Instant.EPOCH, GlobalWindow.INSTANCE));
    }

    @Teardown
    public void teardown() {
      if (model != null) {
        model.close();
      }
    }

    private List<KV<Shortlist, Exchange>> ask() {
      List<Prompt> prompts = waiting.stream().map(this::prompt).toList();
      clock.tick(0);
      long started = System.nanoTime();
      List<Answer> answers = model.answer(prompts);
      long millis = (System.nanoTime() - started) / 1_000_000;
      List<KV<Shortlist, Exchange>> exchanges = new ArrayList<>(prompts.size());
      for (int i = 0; i < prompts.size(); i++) {
        exchanges.add(KV.of(waiting.get(i), exchange(prompts.get(i), answers.get(i), millis)));
      }
      clock.tick(waiting.size());
      waiting.clear();
      return exchanges;
    }

    private Prompt prompt(Shortlist shortlist) {
      return new Prompt(
          task,
          shortlist.getHistoryTitles(),
          shortlist.getCandidates().stream().map(Candidate::getTitle).toList());
    }

    private Exchange exchange(Prompt prompt, Answer answer, long millis) {
      calls.inc();
      inputTokens.inc(answer.inputTokens());
      outputTokens.inc(answer.outputTokens());
      if (answer.outcome() != Outcome.ANSWERED) {
        failures.inc();
      }
      String rendered = model.render(prompt);
      Exchange exchange = new Exchange();
      exchange.setExchangeId(ExchangeId.of(model, rendered));
      exchange.setTask(task);
      exchange.setProvider(model.provider());
      exchange.setModel(model.model());
      exchange.setPrompt(rendered);
      exchange.setResponse(answer.response());
      exchange.setConfidence(meanConfidence(answer));
      exchange.setInputTokens(answer.inputTokens());
      exchange.setOutputTokens(answer.outputTokens());
      exchange.setLatencyMillis(millis);
      exchange.setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MICROS));
      exchange.setOutcome(
          answer.outcome() == Outcome.ANSWERED && Choices.read(answer.response()).isEmpty()
              ? Outcome.UNREADABLE
              : answer.outcome());
      return exchange;
    }

    private static Double meanConfidence(Answer answer) {
      if (answer.outcome() != Outcome.ANSWERED) {
        return null;
      }
      var mean =
          Choices.read(answer.response()).orElse(List.of()).stream()
              .mapToDouble(Choice::confidence)
              .average();
      return mean.isPresent() ? mean.getAsDouble() : null;
    }
  }
}
