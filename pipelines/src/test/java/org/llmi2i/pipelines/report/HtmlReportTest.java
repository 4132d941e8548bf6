package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * {@link HtmlReport}: what it shows, that it is safe to open, and that it needs no network. How a
 * browser takes it is in {@link ReportBrowserTest}.
 */
public class HtmlReportTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void textIsNeverMarkup() throws IOException {
    String evil = "<script>alert(1)</script>";
    String html =
        html(
            Figured.lift()
                .options(Map.of("items", evil, evil, "\"'&", "llm", evil))
                .counts(Map.of(evil + ".records", 1L, evil + ".millis", 1000L)));

    assertFalse(html, html.contains(evil));
    assertEquals(5, count(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html, html.contains("<td class=\"text\">&quot;&#39;&amp;</td>"));
  }

  @Test
  public void noDataEndsItsScript() throws IOException {
    Path explorer = temporary.newFile("explorer.json").toPath();
    Files.writeString(explorer, "{\"title\": \"</script><!-- & \u2028\u2029\"}");
    String html = html(Figured.lift(), explorer);
    assertTrue(
        html,
        html.contains(
            "{\"title\": \"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029\"}</script>"));
    assertEquals(count(html, "<script"), count(html, "</script>"));
  }

  @Test
  public void thePolicyNamesEveryScriptAndNothingElseMayRunOrBeLoaded() throws Exception {
    Path explorer = temporary.newFile("explorer.json").toPath();
    Files.writeString(explorer, "{}");
    for (String html : List.of(html(Figured.lift()), html(Figured.lift(), explorer))) {
      StringBuilder policy = new StringBuilder("default-src 'none'; base-uri 'none'; ");
      policy.append("form-action 'none'; style-src ").append(hashes(html, "style"));
      policy.append("; script-src ").append(hashes(html, "script"));
      assertTrue(
          html.substring(0, 2000),
          html.contains(
              "<meta http-equiv=\"Content-Security-Policy\" content=\""
                  + policy.toString().replace("'", "&#39;").replace("=", "&#x3D;")
                  + "\">"));
    }
  }

  @Test
  public void nothingIsLoaded() throws IOException {
    String html = html(Figured.lift());
    for (String loader : new String[] {" src=", " href=", "url(", "@import", "<link", "<img"}) {
      assertFalse(loader, html.contains(loader));
    }
  }

  @Test
  public void withoutExplorerThereIsNoWordOfIt() throws IOException {
    assertFalse(html(Figured.lift()).contains("explorer"));
  }

  @Test
  public void theVerdictIsToldAndMarked() throws IOException {
    assertTrue(
        html(Figured.lift())
            .contains(
                "<div class=\"verdict lift\"><p>The refinement helps: tail recall@50 0.1000 to"
                    + " 0.1500"));
    assertTrue(
        html(Figured.nothing())
            .contains(
                "<div class=\"verdict\"><p>Not measured: no user of the train log has a new item in"
                    + " the holdout.</p>"));
  }

  @Test
  public void everyFigureHasItsRow() throws IOException {
    String html =
        html(
            Figured.lift()
                .with(Variant.REFINED, "RecallPValue", 50, Slice.TAIL, 0.004)
                .with(Variant.BASE, "Gini", 10, Slice.ALL, 0.5)
                .with(Variant.REFINED, "Gini", 10, Slice.ALL, 0.4)
                .with(Variant.REFINED, "DiscriminatorRocAuc", null, Slice.ALL, 0.714));
    assertTrue(
        html,
        html.contains(
            "<tr><td>Recall@50</td><td class=\"text\">tail items</td><td>0.1000</td><td>0.1500</td>"
                + "<td>+50 %</td><td>0.0100 to 0.0900</td><td>0.0040</td><td>-20 %</td>"
                + "<td>1,234</td></tr>"));
    assertTrue(
        html,
        html.contains(
            "<tr><td>Recall@50</td><td class=\"text\">all items</td><td>0.2000</td><td>0.2000</td>"
                + "<td>+0 %</td><td>-0.0100 to 0.0100</td><td>–</td><td>–</td>"
                + "<td>1,234</td></tr>"));
    assertTrue(
        html,
        html.contains(
            "<tr><td>Gini@10</td><td class=\"text\">all items</td><td>0.5000</td><td>0.4000</td>"
                + "<td>–</td><td></td><td>–</td><td>–</td><td>1,234</td></tr>"));
    assertTrue(
        html,
        html.contains(
            "<tr><td>ROC AUC, observed pairs against random ones</td><td>0.714</td>"
                + "<td>1,234</td></tr>"));
    assertFalse(html, html.contains("head items"));
  }

  @Test
  public void everyControlThatWasMeasuredStandsBesideTheResult() throws IOException {
    String html =
        html(
            Figured.lift()
                .with(Variant.POPULARITY_CONTROL, "RecallLift", 50, Slice.TAIL, 0.25, 0.1, 0.4));
    assertTrue(
        html,
        html.contains(
            "<th scope=\"col\">lift, random users</th><th scope=\"col\">lift, active users</th>"));
    assertTrue(html, html.contains("<td>–</td><td>-20 %</td><td>+25 %</td>"));
    assertTrue(
        html,
        html.contains(
            "{\"slice\":\"tail items\",\"variant\":\"active users\",\"kind\":\"control\","
                + "\"value\":0.25,\"low\":0.1,\"high\":0.4}"));
  }

  @Test
  public void whatCameTrueIsToldOfAllThatWasWrittenOrDrawn() throws IOException {
    String html =
        html(
            Figured.lift()
                .with(Variant.RANDOM_CONTROL, "SyntheticPrecision", null, Slice.ALL, 0.004)
                .with(Variant.REFINED, "DroppedPrecision", null, Slice.ALL, 0.006, 0.001, 0.011)
                .with(Variant.REFINED, "SyntheticPrecision", null, Slice.ALL, 0.021, 0.01, 0.03));
    assertTrue(
        html,
        html.contains(
            """
            <tr><td>kept</td><td>2.10 %</td><td>1.00 to 3.00 %</td><td>1,234</td></tr>
            <tr><td>dropped</td><td>0.60 %</td><td>0.10 to 1.10 %</td><td>1,234</td></tr>
            <tr><td>random users</td><td>0.40 %</td><td></td><td>1,234</td></tr>
            """));
    assertFalse(html(Figured.lift()).contains("came true"));
  }

  @Test
  public void theLiftOfNothingIsNotDrawn() throws IOException {
    Figured figured =
        Figured.lift()
            .with(Variant.REFINED, "RecallLift", 50, Slice.TAIL, Double.POSITIVE_INFINITY)
            .with(Variant.REFINED, "RecallLift", 50, Slice.ALL, 0.5, 0.1, Double.NaN);
    String html = html(figured);
    assertFalse(html, html.contains("\"slice\":\"tail items\",\"variant\":\"refined\""));
    assertTrue(html, html.contains("\"value\":0.5,\"low\":0.1,\"high\":0.5}"));
  }

  @Test
  public void exposureIsToldFromTailToHead() throws IOException {
    String html =
        html(
            Figured.nothing()
                .with(Variant.BASE, "Exposure16", null, Slice.ALL, 1000)
                .with(Variant.REFINED, "Exposure16", null, Slice.ALL, 900)
                .with(Variant.BASE, "Exposure2", null, Slice.ALL, 20)
                .with(Variant.REFINED, "Exposure2", null, Slice.ALL, 25)
                .with(Variant.BASE, "Exposure0", null, Slice.ALL, 0)
                .with(Variant.REFINED, "Exposure0", null, Slice.ALL, 1));
    assertTrue(
        html,
        html.contains(
            """
            <tr><td>0</td><td>1,234</td><td>0</td><td>1</td><td>–</td></tr>
            <tr><td>2–3</td><td>1,234</td><td>20</td><td>25</td><td>+25 %</td></tr>
            <tr><td>16–31</td><td>1,234</td><td>1,000</td><td>900</td><td>-10 %</td></tr>
            """));
  }

  @Test
  public void aStageIsARowWithItsCountsAndItsTime() throws IOException {
    String html =
        html(
            Figured.nothing()
                .counts(
                    Map.of(
                        "Unknown.rows", 1L,
                        "Evaluate.users", 7L,
                        "Split.holdout", 2L,
                        "LanguageModel.ledgerHits", 1_234L,
                        "Split.millis", 1_500L)));
    assertTrue(
        html,
        html.contains(
            """
            <tr><td>Split</td><td class="text">holdout 2</td><td>1.5 s</td></tr>
            <tr><td>LanguageModel</td><td class="text">ledger hits 1,234</td><td></td></tr>
            <tr><td>Evaluate</td><td class="text">users 7</td><td></td></tr>
            <tr><td>Unknown</td><td class="text">rows 1</td><td></td></tr>
            """));
  }

  /** Tables of trained models are a stage of their own; what was asked before is read first. */
  @Test
  public void stagesStandAsARecordMeetsThem() throws IOException {
    List<String> stages =
        List.of(
            "ReadLedger", "ReadItems", "LlmGenerate", "CoOccurrence", "ItemVectors", "Evaluate");
    Map<String, Long> counts = new TreeMap<>();
    stages.forEach(stage -> counts.put(stage + ".millis", 100L));
    String html = html(Figured.nothing().counts(counts));
    StringBuilder rows = new StringBuilder();
    stages.forEach(
        stage ->
            rows.append("<tr><td>" + stage + "</td><td class=\"text\"></td><td>0.1 s</td></tr>\n"));
    assertTrue(html, html.contains(rows));
  }

  @Test
  public void theTimeThatTheModelsPaceTookIsOfTheLanguageModel() throws IOException {
    String html =
        html(
            Figured.nothing()
                .counts(
                    Map.of(
                        "LanguageModel.calls", 5L,
                        "beam-throttling-metrics.throttling-msecs", 1_200L)));
    assertTrue(html, html.contains("calls 5 · throttling msecs 1,200"));
  }

  @Test
  public void whatTheExplorerLeavesOutIsSaid() throws IOException {
    Path explorer = temporary.newFile("explorer.json").toPath();
    Files.writeString(explorer, "{}");
    assertTrue(
        html(Figured.nothing().counts(Map.of("Explorer.items", 1_500L)), explorer)
            .contains("All 1,500 items that have a list are here."));
    Map<String, Long> some = Map.of("Explorer.items", 1_500L, "Explorer.leftOut", 7_000L);
    assertTrue(
        html(Figured.nothing().counts(some), explorer)
            .contains("most shoppers. 7,000 more are in i2i-base.csv"));
  }

  @Test
  public void theModelIsNamedForWhatItIs() throws IOException {
    assertTrue(
        html(Figured.nothing())
            .contains(
                "Language model: embedded (a pretrained sentence transformer, which judges and"
                    + " does not write)."));
  }

  private String html(Figured figured) throws IOException {
    return html(figured, null);
  }

  private String html(Figured figured, @Nullable Path explorer) throws IOException {
    ByteArrayOutputStream html = new ByteArrayOutputStream();
    try (InputStream data = explorer == null ? null : Files.newInputStream(explorer)) {
      HtmlReport.write(figured.findings(), Curves.none(), data, html);
    }
    return html.toString(StandardCharsets.UTF_8);
  }

  private static long count(String text, String part) {
    return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }

  /** The hashes of the elements of this name that have no attribute, as a policy lists them. */
  private static String hashes(String html, String element) throws Exception {
    List<String> hashes = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL).matcher(html);
    while (matcher.find()) {
      byte[] content = matcher.group(1).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
    return String.join(" ", hashes);
  }
}
