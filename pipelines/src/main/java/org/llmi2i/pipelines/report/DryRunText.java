package org.llmi2i.pipelines.report;

import java.util.Locale;
import java.util.Map;

/** What a run would ask of its model, for the console. */
public final class DryRunText {
  private DryRunText() {}

  /** From the counts of a run that asked nobody. */
  public static String of(Map<String, Long> counts) {
    long calls = count(counts, "LanguageModel.calls");
    long tokens =
        count(counts, "LanguageModel.inputTokens") + count(counts, "LanguageModel.outputTokens");
    StringBuilder text = new StringBuilder("Dry run: nothing was asked, nothing is written.\n");
    line(text, "calls", Figures.count(calls));
    line(
        text,
        "tokens",
        "%s: %s in, %s out",
        Figures.count(tokens),
        Figures.count(count(counts, "LanguageModel.inputTokens")),
        Figures.count(count(counts, "LanguageModel.outputTokens")));
    line(text, "cost", Figures.dollars(count(counts, "LanguageModel.costNanos") / 1e9));
    line(
        text,
        "known",
        "%s answers are in the ledger",
        Figures.count(count(counts, "LanguageModel.ledgerHits")));
    line(
        text,
        "left out",
        "%s requests are beyond the budget",
        Figures.count(count(counts, "LanguageModel.notAsked")));
    line(
        text,
        "expected",
        "%s synthetic interactions, before they are judged",
        Figures.count(count(counts, "LlmGenerate.synthetic")));
    return text.toString();
  }

  private static long count(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  private static void line(StringBuilder text, String title, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "  %-9s ", title));
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
