package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link HtmlReport}: what it shows, that it is safe to open, and that it needs no network. */
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

    assertFalse(html, html.contains("<script"));
    assertEquals(
        6,
        Pattern.compile("&lt;script&gt;alert(1)&lt;/script&gt;", Pattern.LITERAL)
            .matcher(html)
            .results()
            .count());
    assertTrue(html, html.contains("<td class=\"text\">&quot;&#39;&amp;</td>"));
  }

  @Test
  public void nothingIsLoaded() throws IOException {
    String html = html(Figured.lift());
    for (String loader :
        new String[] {"http:", "https:", "src=", "href=", "url(", "@import", "<link", "<script"}) {
      assertFalse(loader, html.contains(loader));
    }
  }

  @Test
  public void theVerdictIsToldAndMarked() throws IOException {
    assertTrue(
        html(Figured.lift())
            .contains(
                "<p class=\"verdict lift\">The refinement helps: tail recall@50 0.1000 to 0.1500"));
    assertTrue(
        html(Figured.nothing())
            .contains(
                "<p class=\"verdict\">Not measured: no user of the train log has a new item in the"
                    + " holdout.</p>"));
  }

  @Test
  public void everyFigureHasItsRow() throws IOException {
    String html =
        html(
            Figured.lift()
                .with(Variant.REFINED, "RecallPValue", 50, Slice.TAIL, 0.004)
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
            "<tr><td>ROC AUC, observed pairs against random ones</td><td>0.714</td>"
                + "<td>1,234</td></tr>"));
    assertFalse(html, html.contains("<td>Recall@10</td>"));
    assertFalse(html, html.contains("head items"));
  }

  @Test
  public void barsReachFromNothingToTheHighestEndOfAnInterval() throws IOException {
    String html =
        html(
            Figured.nothing()
                .with(Variant.BASE, "Recall", 50, Slice.ALL, 0.1, 0.05, 0.15)
                .with(Variant.REFINED, "Recall", 50, Slice.ALL, 0.15, 0.1, 0.2));
    assertTrue(
        html,
        html.contains(
            "<div class=\"fill base\" style=\"width:50.00%\"></div>"
                + "<div class=\"whisker\" style=\"left:25.00%;width:50.00%\"></div>"));
    assertTrue(
        html,
        html.contains(
            "<div class=\"fill refined\" style=\"width:75.00%\"></div>"
                + "<div class=\"whisker\" style=\"left:50.00%;width:50.00%\"></div>"));
  }

  @Test
  public void recallOfNothingIsABarOfNoLength() throws IOException {
    String html = html(Figured.nothing().with(Variant.BASE, "Recall", 50, Slice.ALL, 0));
    assertTrue(html, html.contains("<div class=\"fill base\" style=\"width:0.00%\"></div>"));
  }

  @Test
  public void countsAndTimesStandApart() throws IOException {
    String html =
        html(Figured.nothing().counts(Map.of("Read.records", 1_234L, "Read.millis", 1_500L)));
    assertTrue(html, html.contains("<tr><td>Read.records</td><td>1,234</td></tr>"));
    assertTrue(html, html.contains("<tr><td>Read</td><td>1.5 s</td></tr>"));
    assertFalse(html, html.contains("millis"));
  }

  @Test
  public void theModelIsNamedForWhatItIs() throws IOException {
    assertTrue(
        html(Figured.nothing())
            .contains(
                "language model: embedded (a pretrained sentence transformer, which judges and"
                    + " does not write)."));
  }

  private String html(Figured figured) throws IOException {
    Path file = temporary.getRoot().toPath().resolve("report.html");
    HtmlReport.write(figured.findings(), file);
    return Files.readString(file);
  }
}
