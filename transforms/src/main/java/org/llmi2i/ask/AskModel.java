package org.llmi2i.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Admitted;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.stages.Weighed;

/**
 * Asks a language model about shortlists: every shortlist comes out with an {@link Exchange},
 * whatever the model answers.
 *
 * <p>What the ledger has is not asked again, nor are equal requests of one run. With a budget, what
 * is new is ranked and admitted before the first call; a shortlist that the budget does not reach
 * comes out with an exchange of outcome NOT_ASKED, which is in no ledger. For that ranking the ids
 * and items of all new requests are held on one worker, about 1 kB a request.
 *
 * <p>A budget counts a request at what it is expected to cost, and with a model whose calls are
 * jobs at the most that it can cost, because then all are under way before the first is paid for.
 *
 * <p>Requests are asked in parts: see {@link Asking#withParts} for memory, {@link Caller} for pace.
 */
public final class AskModel
    extends PTransform<PCollection<Shortlist>, PCollection<KV<Shortlist, Exchange>>> {
  private static final TupleTag<KV<Shortlist, Exchange>> ANSWERED = new TupleTag<>("answered") {};
  private static final TupleTag<KV<String, Shortlist>> OPEN = new TupleTag<>("open") {};

  private final Task task;
  private final Asking asking;
  private final Ranking ranking;

  /** Which requests come first when a budget does not reach all of them. */
  public enum Ranking {
    /** Those about items that no other request asks about. */
    COVERAGE,
    /** All alike: those of a fair draw. */
    SAMPLE
  }

  private AskModel(Task task, Asking asking, Ranking ranking) {
    this.task = task;
    this.asking = asking;
    this.ranking = ranking;
    setResourceHints(asking.resources());
  }

  /** Asks for this, requests about new items first. */
  public static AskModel of(Task task, Asking asking) {
    return new AskModel(task, asking, Ranking.COVERAGE);
  }

  /** Which requests a budget prefers; default COVERAGE. */
  public AskModel withRanking(Ranking ranking) {
    return new AskModel(task, asking, ranking);
  }

  @Override
  public PCollection<KV<Shortlist, Exchange>> expand(PCollection<Shortlist> shortlists) {
    PCollection<KV<String, Shortlist>> open =
        shortlists
            .apply("Name", ParDo.of(new Name(task, asking.model())))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), shortlists.getCoder()));
    PCollectionList<KV<Shortlist, Exchange>> answered =
        PCollectionList.empty(shortlists.getPipeline());
    if (asking.ledger() != null) {
      PCollectionTuple looked =
          open.apply("Ledger", LeftJoin.of(KV::getKey, asking.ledger(), Exchange::getExchangeId))
              .apply(
                  "Known", ParDo.of(new Known()).withOutputTags(ANSWERED, TupleTagList.of(OPEN)));
      answered = answered.and(looked.get(ANSWERED));
      open = looked.get(OPEN).setCoder(open.getCoder());
    }
    PCollectionView<Admitted> admitted = null;
    if (!asking.budget().isUnlimited()) {
      admitted = admit(open);
      PCollectionTuple chosen =
          open.apply(
              "Admit",
              ParDo.of(new Choose(task, asking.model(), admitted))
                  .withSideInputs(admitted)
                  .withOutputTags(ANSWERED, TupleTagList.of(OPEN)));
      answered = answered.and(chosen.get(ANSWERED));
      open = chosen.get(OPEN).setCoder(open.getCoder());
    }
    ParDo.SingleOutput<KV<Integer, Iterable<List<KV<String, Shortlist>>>>, KV<Shortlist, Exchange>>
        ask = ParDo.of(new AskPart(task, stage(shortlists), asking, admitted));
    return answered
        .and(
            open.apply(
                    "Parts", Shards.<KV<String, Shortlist>>by(KV::getKey).withCount(asking.parts()))
                .apply("Ask", admitted == null ? ask : ask.withSideInputs(admitted)))
        .apply("All", Flatten.pCollections());
  }

  /**
   * The task and, as a run may ask for one in several places, the input's name, which is unique in
   * a pipeline: a journal must not take another place's exchanges for its own.
   */
  private String stage(PCollection<Shortlist> shortlists) {
    String place = Long.toHexString(StableHash.of(0, shortlists.getName()));
    return task.name().toLowerCase(Locale.ROOT) + "-" + place;
  }

  private PCollectionView<Admitted> admit(PCollection<KV<String, Shortlist>> open) {
    PCollectionView<List<Weighed>> weighed =
        open.apply("Weigh", ParDo.of(new Weigh(task, asking.model(), asking.prices())))
            .apply("Gather", View.asList());
    return open.getPipeline()
        .apply("Once", Create.of(0))
        .apply(
            "Rank",
            ParDo.of(new Rank(weighed, ranking, asking.budget(), asking.parts()))
                .withSideInputs(weighed))
        .apply("Budget", View.asSingleton());
  }

  static Prompt prompt(Task task, Shortlist shortlist) {
    return new Prompt(
        task,
        shortlist.getHistoryTitles(),
        shortlist.getCandidates().stream().map(Candidate::getTitle).toList());
  }

  /** A DoFn that looks at requests as the model will see them. */
  private abstract static class WithModel<I, O> extends DoFn<I, O> {
    final Task task;
    private final LanguageModel.Factory factory;
    transient @Nullable LanguageModel model;

    WithModel(Task task, LanguageModel.Factory factory) {
      this.task = task;
      this.factory = factory;
    }

    @Setup
    public void setup() {
      model = factory.create();
    }

    @Teardown
    public void teardown() {
      if (model != null) {
        model.close();
      }
    }
  }

  private static final class Name extends WithModel<Shortlist, KV<String, Shortlist>> {
    Name(Task task, LanguageModel.Factory factory) {
      super(task, factory);
    }

    @ProcessElement
    public void process(@Element Shortlist shortlist, OutputReceiver<KV<String, Shortlist>> out) {
      out.output(KV.of(ExchangeId.of(model, model.render(prompt(task, shortlist))), shortlist));
    }
  }

  private static final class Known
      extends DoFn<KV<KV<String, Shortlist>, List<Exchange>>, KV<Shortlist, Exchange>> {
    private final Counter hits = Metrics.counter("LanguageModel", "ledgerHits");

    @ProcessElement
    public void process(
        @Element KV<KV<String, Shortlist>, List<Exchange>> looked, MultiOutputReceiver out) {
      KV<String, Shortlist> open = looked.getKey();
      var known = looked.getValue().stream().filter(AskPart::isFinal).min(AskPart.FIRST_OF_EQUALS);
      if (known.isPresent()) {
        hits.inc();
        out.get(ANSWERED).output(KV.of(open.getValue(), known.get()));
      } else {
        out.get(OPEN).output(open);
      }
    }
  }

  private static final class Weigh extends WithModel<KV<String, Shortlist>, Weighed> {
    private final Prices prices;

    Weigh(Task task, LanguageModel.Factory factory, Prices prices) {
      super(task, factory);
      this.prices = prices;
    }

    @ProcessElement
    public void process(@Element KV<String, Shortlist> open, OutputReceiver<Weighed> out) {
      TokenEstimate estimate = model.estimate(prompt(task, open.getValue()));
      // Of a job nothing is known to have cost less before all of it is answered.
      boolean job = model.capabilities().isJob();
      long input = job ? estimate.inputLimit() : estimate.input();
      long output = job ? estimate.outputLimit() : estimate.output();
      out.output(
          new Weighed(
              open.getKey(),
              open.getValue().getCandidates().stream().map(Candidate::getItemId).toList(),
              input + output,
              prices.nanos(input, output)));
    }
  }

  private static final class Rank extends DoFn<Integer, Admitted> {
    private final PCollectionView<List<Weighed>> weighed;
    private final Ranking ranking;
    private final Budget budget;
    private final int parts;

    Rank(PCollectionView<List<Weighed>> weighed, Ranking ranking, Budget budget, int parts) {
      this.weighed = weighed;
      this.ranking = ranking;
      this.budget = budget;
      this.parts = parts;
    }

    @ProcessElement
    public void process(ProcessContext context, OutputReceiver<Admitted> out) {
      // Equal requests may be about different items of the same titles.
      Map<String, Weighed> distinct = new HashMap<>();
      for (Weighed request : context.sideInput(weighed)) {
        distinct.merge(
            request.getExchangeId(),
            request,
            BinaryOperator.minBy(Comparator.comparing(each -> String.join("\n", each.getItems()))));
      }
      out.output(Admission.admit(new ArrayList<>(distinct.values()), ranking, budget, parts));
    }
  }

  private static final class Choose
      extends WithModel<KV<String, Shortlist>, KV<Shortlist, Exchange>> {
    private final Counter notAsked = Metrics.counter("LanguageModel", "notAsked");
    private final PCollectionView<Admitted> view;
    private transient @Nullable Admitted looked;
    private transient Set<String> admitted;

    Choose(Task task, LanguageModel.Factory factory, PCollectionView<Admitted> view) {
      super(task, factory);
      this.view = view;
    }

    @ProcessElement
    @SuppressWarnings(
        "ReferenceEquality") // Whether the runner read it anew; comparing ids is slow.
    public void process(
        @Element KV<String, Shortlist> open, ProcessContext context, MultiOutputReceiver out) {
      Admitted now = context.sideInput(view);
      if (now != looked) {
        looked = now;
        admitted = new HashSet<>(now.getExchangeIds());
      }
      if (admitted.contains(open.getKey())) {
        out.get(OPEN).output(open);
      } else {
        notAsked.inc();
        Prompt prompt = prompt(task, open.getValue());
        Exchange none =
            Exchanges.of(model, open.getKey(), prompt, CallCost.notAsked(List.of(), 1).get(0), 0);
        none.setOutcome(Outcome.NOT_ASKED);
        out.get(ANSWERED).output(KV.of(open.getValue(), none));
      }
    }
  }
}
