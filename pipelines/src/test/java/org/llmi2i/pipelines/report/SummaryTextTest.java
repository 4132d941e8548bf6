package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;

import java.util.Locale;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link SummaryText}: what a run says on the console, word by word. */
public class SummaryTextTest {
  private static final Findings FINDINGS =
      Figured.lift()
          .with(Variant.REFINED, "DiscriminatorRocAuc", null, Slice.ALL, 0.714)
          .asked(1_500, 2_000_000)
          .counts(
              Map.ofEntries(
                  Map.entry("ReadInteractions.records", 788_189L),
                  Map.entry("ReadItems.items", 4_620L),
                  Map.entry("ReadInteractions.rejected", 1_000L),
                  Map.entry("ReadItems.rejected", 20L),
                  Map.entry("ReadItems.repeated", 3L),
                  Map.entry("TailSelector.head", 1_200L),
                  Map.entry("TailSelector.tail", 3_300L),
                  Map.entry("TailSelector.cold", 120L),
                  Map.entry("TailSelector.targets", 3_000L),
                  Map.entry("CountItems.notInCatalogue", 7L),
                  Map.entry("CandidateUsers.shortlists", 400L),
                  Map.entry("CandidateUsers.pairs", 9_000L),
                  Map.entry("LlmGenerate.synthetic", 5_000L),
                  Map.entry("LlmGenerate.rejected", 4_000L),
                  Map.entry("LlmDiscriminate.rejected", 50L),
                  Map.entry("ReadItems.millis", 49L),
                  Map.entry("CoOccurrence.millis", 12_345L)))
          .findings();

  private static final String SUMMARY =
      """
        read     788,189 interactions and 4,620 items; 1,023 rows could not be used
        items    1,200 head, 3,300 tail, 120 without interactions, 7 not in the catalogue; 3,000 to refine
        asked    1,500 requests (2,000,000 tokens in, 0 out, $0.00) about 400 users and their 9,000 candidates; 0 known from the ledger, 0 beyond the budget, 0 without a usable answer
        added    5,000 interactions written, 4,000 proposals over a quota or unusable
        dropped  50 interactions as implausible; the discriminator's ROC AUC is 0.71
        time     CoOccurrence 12.3 s, ReadItems 0.0 s

      """;

  @Test
  public void aRunIsSummedUp() {
    assertEquals(SUMMARY + Figures.sentence(FINDINGS) + "\n", SummaryText.of(FINDINGS));
  }

  @Test
  public void theSummaryIsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(SUMMARY + Figures.sentence(FINDINGS) + "\n", SummaryText.of(FINDINGS));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  public void knownNoiseIsToldIfItWasMeasured() {
    Findings findings =
        Figured.lift()
            .with(Variant.REFINED, "DiscriminatorRocAuc", null, Slice.ALL, 0.714)
            .with(Variant.REFINED, "KnownNoiseRocAuc", null, Slice.ALL, 0.8)
            .findings();
    assertEquals(
        "  dropped  0 interactions as implausible; the discriminator's ROC AUC is 0.71, on known"
            + " noise 0.80",
        SummaryText.of(findings).lines().toList().get(4));
  }

  @Test
  public void whatCameTrueIsToldIfItWasMeasured() {
    Findings findings =
        Figured.lift()
            .with(Variant.REFINED, "SyntheticPrecision", null, Slice.ALL, 0.021, 0.01, 0.03)
            .with(Variant.RANDOM_CONTROL, "SyntheticPrecision", null, Slice.ALL, 0.004)
            .with(Variant.POPULARITY_CONTROL, "SyntheticPrecision", null, Slice.ALL, 0.015)
            .findings();
    assertEquals(
        "  true     2.10 % of the 1,234 kept interactions of users who have new items in the holdout"
            + " are among them, with random users 0.40 %, with active users 1.50 %",
        SummaryText.of(findings).lines().toList().get(5));
  }

  @Test
  public void aRunThatFoundNothingIsSummedUpToo() {
    assertEquals(
        """
          read     0 interactions and 0 items; 0 rows could not be used
          items    0 head, 0 tail, 0 without interactions, 0 not in the catalogue; 0 to refine
          asked    0 requests (0 tokens in, 0 out, $0.00) about 0 users and their 0 candidates; 0 known from the ledger, 0 beyond the budget, 0 without a usable answer
          added    0 interactions written, 0 proposals over a quota or unusable
          dropped  0 interactions as implausible; the discriminator's ROC AUC is unknown
          time    \s

        Not measured: no user of the train log has a new item in the holdout.
        """,
        SummaryText.of(Figured.nothing().findings()));
  }
}
