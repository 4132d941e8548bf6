package org.llmi2i.ask;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Choice;
import org.llmi2i.llm.Choices;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;

/** Writes down a request and its answer. */
final class Exchanges {
  private Exchanges() {}

  static Exchange of(
      LanguageModel model, String id, Prompt prompt, Answer answer, long latencyMillis) {
    Choices.Reading reading = Choices.read(answer.response());
    boolean readable =
        answer.outcome() == Outcome.ANSWERED || answer.outcome() == Outcome.TRUNCATED;
    return Exchange.newBuilder()
        .setExchangeId(id)
        .setTask(prompt.task())
        .setProvider(model.provider())
        .setModel(model.model())
        .setPrompt(model.render(prompt))
        .setResponse(answer.response())
        .setConfidence(readable ? meanConfidence(reading) : null)
        .setInputTokens(answer.inputTokens())
        .setOutputTokens(answer.outputTokens())
        .setLatencyMillis(latencyMillis)
        .setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
        .setOutcome(
            answer.outcome() == Outcome.ANSWERED && !reading.isReadable()
                ? Outcome.UNREADABLE
                : answer.outcome())
        .build();
  }

  private static Double meanConfidence(Choices.Reading reading) {
    var mean = reading.choices().stream().mapToDouble(Choice::confidence).average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }
}
