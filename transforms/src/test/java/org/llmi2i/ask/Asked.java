package org.llmi2i.ask;

import static org.llmi2i.testing.Records.candidate;
import static org.llmi2i.testing.Records.day;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.testing.FakeModel;
import org.llmi2i.testing.Records;

/** What tests of {@link AskModel} ask about, and what they look at of the answers. */
final class Asked {
  static final Shortlist SHORTLIST =
      Records.shortlist("u", candidate("mug", 1), candidate("jug", 1));

  private static final String PROMPT = "[title of old] -> [title of mug, title of jug]";

  private Asked() {}

  static PCollection<KV<Shortlist, Exchange>> ask(
      Pipeline pipeline, Task task, Asking asking, List<Shortlist> shortlists) {
    return Records.create(pipeline, "Shortlists", Shortlist.class, shortlists)
        .apply("Ask", AskModel.of(task, asking));
  }

  /** Who was asked about, and how it ended. */
  static PCollection<String> outcomes(
      Pipeline pipeline, Asking asking, List<Shortlist> shortlists) {
    return ask(pipeline, Task.GENERATE, asking, shortlists)
        .apply("Outcomes", MapElements.into(TypeDescriptors.strings()).via(Asked::outcome));
  }

  static String outcome(KV<Shortlist, Exchange> answered) {
    return answered.getKey().getUserId() + " " + answered.getValue().getOutcome();
  }

  static PCollection<Exchange> ledger(Pipeline pipeline, Exchange... exchanges) {
    return Records.create(pipeline, "Earlier", Exchange.class, List.of(exchanges));
  }

  /** An exchange about {@link #SHORTLIST} with the fake model. */
  static Exchange.Builder exchange(Task task, Outcome outcome, String response) {
    String prompt = task + " " + PROMPT;
    return Exchange.newBuilder()
        .setExchangeId(ExchangeId.of(FakeModel.failing("").create(), prompt))
        .setTask(task)
        .setProvider("fake")
        .setModel("fake-1")
        .setPrompt(prompt)
        .setResponse(response)
        .setCreatedAt(day(0))
        .setOutcome(outcome);
  }

  /** A counter of the language model. */
  static long counted(PipelineResult result, String name) {
    Iterable<MetricResult<Long>> counters =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("LanguageModel", name))
                    .build())
            .getCounters();
    long sum = 0;
    for (MetricResult<Long> counter : counters) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
