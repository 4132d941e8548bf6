package org.llmi2i.ask;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.progress.StageClock;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.EvenKeys;
import org.llmi2i.stages.Admitted;
import org.llmi2i.stages.PartBudget;
import org.llmi2i.stages.Shortlist;

/** Asks one part of the requests, many at a time, and writes each answer down as it comes. */
final class AskPart
    extends DoFn<KV<Integer, Iterable<List<KV<String, Shortlist>>>>, KV<Shortlist, Exchange>> {
  /** Of several exchanges about the same, the first that was made. */
  static final Comparator<Exchange> FIRST_OF_EQUALS =
      Comparator.comparing(Exchange::getCreatedAt).thenComparing(Exchange::getResponse);

  private final Spending spending = new Spending();
  private final StageClock clock;
  private final Task task;
  private final String stage;
  private final String run;
  private final LanguageModel.Factory factory;
  private final Journal.Factory journals;
  private final Prices prices;
  private final Pace pace;
  private final @Nullable PCollectionView<Admitted> admitted;
  private transient @Nullable LanguageModel model;
  private transient @Nullable Caller caller;

  AskPart(Task task, String stage, Asking asking, @Nullable PCollectionView<Admitted> admitted) {
    this.task = task;
    this.stage = stage;
    this.run = asking.run();
    this.factory = asking.model();
    this.journals = asking.journal();
    this.prices = asking.prices();
    this.pace = asking.pace();
    this.admitted = admitted;
    this.clock = StageClock.of(task == Task.GENERATE ? "LlmGenerate" : "LlmDiscriminate");
  }

  /** Whether nothing else would come of asking again. */
  static boolean isFinal(Exchange exchange) {
    return exchange.getOutcome() != Outcome.FAILED && exchange.getOutcome() != Outcome.NOT_ASKED;
  }

  @Setup
  public void setup() {
    model = factory.create();
    caller =
        Caller.shared(
            String.join("\n", run, model.provider(), model.model(), model.parameters()),
            pace,
            model);
  }

  @Teardown
  public void teardown() {
    if (caller != null) {
      caller.close();
    }
    if (model != null) {
      model.close();
    }
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<List<KV<String, Shortlist>>>> part,
      ProcessContext context,
      OutputReceiver<KV<Shortlist, Exchange>> out)
      throws IOException, InterruptedException {
    int number = EvenKeys.number(part.getKey());
    Map<String, List<Shortlist>> open = new LinkedHashMap<>();
    for (List<KV<String, Shortlist>> pack : part.getValue()) {
      for (KV<String, Shortlist> request : pack) {
        open.computeIfAbsent(request.getKey(), id -> new ArrayList<>(1)).add(request.getValue());
      }
    }
    Allowance allowance =
        new Allowance(
            admitted == null
                ? Budget.UNLIMITED
                : budget(context.sideInput(admitted).getParts().get(number)));
    clock.tick(0);
    try (Journal journal = journals.open(stage + "-" + number)) {
      Map<String, Exchange> written = new LinkedHashMap<>();
      for (Exchange exchange : journal.written()) {
        allowance.spend(
            exchange.getInputTokens() + exchange.getOutputTokens(),
            prices.nanos(exchange.getInputTokens(), exchange.getOutputTokens()));
        if (isFinal(exchange) && open.containsKey(exchange.getExchangeId())) {
          written.putIfAbsent(exchange.getExchangeId(), exchange);
        }
      }
      spending.alreadyWritten(written.size());
      written.values().forEach(exchange -> answer(exchange, open, out));
      askAll(open, allowance, journal, out);
    }
  }

  private static Budget budget(PartBudget part) {
    return new Budget(part.getCalls(), part.getTokens(), part.getNanos());
  }

  /** Gives every shortlist that asks for it the exchange. */
  private void answer(
      Exchange exchange,
      Map<String, List<Shortlist>> open,
      OutputReceiver<KV<Shortlist, Exchange>> out) {
    List<Shortlist> shortlists = open.remove(exchange.getExchangeId());
    shortlists.forEach(shortlist -> out.output(KV.of(shortlist, exchange)));
    clock.tick(shortlists.size());
  }

  /** What came of one call: exchanges, or why there are none. */
  private record Done(
      List<Exchange> exchanges, Caller.@Nullable Called called, @Nullable Exception failure) {}

  private void askAll(
      Map<String, List<Shortlist>> open,
      Allowance allowance,
      Journal journal,
      OutputReceiver<KV<Shortlist, Exchange>> out)
      throws InterruptedException {
    BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    AtomicBoolean stopped = new AtomicBoolean();
    // In the order of ids, so that a call that takes several has the same ones in every run.
    List<String> ids = open.keySet().stream().sorted().toList();
    int perCall = model.capabilities().promptsPerCall();
    int calls = 0;
    for (int from = 0; from < ids.size(); from += perCall) {
      List<String> asked = ids.subList(from, Math.min(from + perCall, ids.size()));
      List<Prompt> prompts =
          asked.stream().map(id -> AskModel.prompt(task, open.get(id).get(0))).toList();
      caller.execute(() -> done.add(ask(asked, prompts, allowance, journal, stopped)));
      calls++;
    }
    Exception failure = null;
    for (int call = 0; call < calls; call++) {
      Done one = done.take();
      if (one.failure() != null) {
        failure = failure == null ? one.failure() : failure;
        continue;
      }
      spending.note(one.called(), one.exchanges(), prices);
      one.exchanges().forEach(exchange -> answer(exchange, open, out));
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (failure != null) {
      throw new IllegalStateException("an answer could not be written to the ledger", failure);
    }
  }

  /** On a thread of the caller: asks, and writes down before the place is free for the next. */
  private Done ask(
      List<String> ids,
      List<Prompt> prompts,
      Allowance allowance,
      Journal journal,
      AtomicBoolean stopped) {
    if (stopped.get()) {
      return new Done(List.of(), null, new ModelUnavailable("llm: stopped after a failure"));
    }
    try {
      CallCost cost =
          new CallCost(allowance, prices, prompts.stream().map(model::estimate).toList());
      Caller.Called called = caller.call(model, prompts, cost);
      List<Exchange> exchanges = new ArrayList<>(ids.size());
      for (int i = 0; i < ids.size(); i++) {
        exchanges.add(
            Exchanges.of(
                model,
                ids.get(i),
                prompts.get(i),
                called.answers().get(i),
                called.latencyMillis()));
      }
      journal.append(
          exchanges.stream()
              .filter(exchange -> exchange.getOutcome() != Outcome.NOT_ASKED)
              .toList());
      return new Done(exchanges, called, null);
    } catch (IOException | RuntimeException e) {
      stopped.set(true);
      return new Done(List.of(), null, e);
    }
  }
}
