package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.Assume;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/**
 * The report as a browser shows it, in Chromium where there is one.
 *
 * <p>The explorer has two items: 0 is titled as a script, and the jug, 1. The jug is new beside
 * item 0, since item 0 was written for a user who has the jug; the cup is gone.
 */
public class ReportBrowserTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final String EVIL = "<script>alert(1)</script>";

  private static final String EXPLORER =
      """
      {"entries": [
        {"before": [2, 4], "after": [1, 7], "written": [0, 830, 0], "dropped": [1, 20, 1],
         "writtenCount": 1, "droppedCount": 1},
        {"before": [], "after": [0, 7], "written": [], "dropped": [],
         "writtenCount": 0, "droppedCount": 0}],
       "users": [[2, 1], []],
       "exchanges": ["feedbeef00000000", "0000000000000000"],
       "items": [["i0", "<script>alert(1)</script>", 3, "TAIL"], ["i1", "Blue \\u2028 Jug </script>", 12, "HEAD"],
        ["i2", "Cup & <b>Saucer</b>", 4, "TAIL"]]}
      """;

  private static Chromium chromium;
  private static Path report;

  @BeforeClass
  public static void start() throws Exception {
    Optional<Path> program = Chromium.installed();
    Assume.assumeTrue("no Chromium is installed", program.isPresent());
    chromium = Chromium.start(program.get(), TEMPORARY.newFolder("profile").toPath());
    report = TEMPORARY.newFile("report.html").toPath();
    try (OutputStream out = Files.newOutputStream(report)) {
      HtmlReport.write(
          findings(),
          curves(),
          new ByteArrayInputStream(EXPLORER.getBytes(StandardCharsets.UTF_8)),
          out);
    }
  }

  @AfterClass
  public static void stop() throws InterruptedException {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Before
  public void open() throws Exception {
    chromium.look(1280, 900, "light");
    chromium.open(report);
  }

  @Test
  public void nothingIsAskedOfANetworkAndNothingIsWrong() throws Exception {
    for (String figure : List.of("lifts", "exposures", "reliability", "volumes", "frontiers")) {
      assertEquals(figure, "img", text("document.querySelector('#" + figure + " svg').role"));
    }
    assertEquals(List.of(report.toUri().toString()), chromium.requests());
    assertEquals(List.of(), chromium.complaints());
  }

  @Test
  public void theCurvesSayInWordsWhatTheyShow() throws Exception {
    assertEquals(
        "Change in recall by interactions written for an item. 10 an item: tail +30\u00a0%, all items"
            + " +1\u00a0%; 50 an item: tail +20\u00a0%, all items -4\u00a0%",
        text("document.querySelector('#volumes svg').getAttribute('aria-label')"));
    assertEquals(
        "Recall at 50 of all items against that of tail items. cosine: before 0.150 of all, 0.040 of"
            + " the tail; refined 0.160 of all, 0.070 of the tail",
        text("document.querySelector('#frontiers svg').getAttribute('aria-label')"));
    assertEquals(
        4, chromium.evaluate("document.querySelectorAll('#frontiers circle').length").asInt());
  }

  @Test
  public void aScriptOfSomebodyElseDoesNotRun() throws Exception {
    chromium.evaluate(
        """
        (() => { const script = document.createElement("script");
          script.textContent = "window.stolen = 1"; document.body.append(script); })()
        """);
    assertEquals("undefined", text("typeof window.stolen"));
    assertTrue(String.join("\n", chromium.complaints()).contains("Content Security Policy"));
  }

  @Test
  public void anItemIsFoundByAPartOfItsTitleAndShowsBothLists() throws Exception {
    chromium.evaluate("document.getElementById('query').focus()");
    chromium.type("ALERT(");
    assertEquals("1 item", text("document.getElementById('found-count').textContent"));
    chromium.press("ArrowDown", 40);
    chromium.press("Enter", 13);
    await("location.hash === '#item-0' && document.getElementById('query').value === ''");

    assertEquals(EVIL, text("document.querySelector('#item h3').textContent"));
    assertEquals(
        List.of("1Cup & <b>Saucer</b>gone4 shoppers have both"),
        texts("document.querySelectorAll('#before li')"));
    assertEquals(
        List.of("1Blue \u2028 Jug </script>newWhy? 7 shoppers have both"),
        texts("document.querySelectorAll('#after > li')"));
  }

  @Test
  public void aTitleIsTextWhateverItSays() throws Exception {
    assertEquals(0, chromium.evaluate("document.querySelectorAll('#item script').length").asInt());
    assertEquals(0, chromium.evaluate("document.querySelectorAll('#item b').length").asInt());
    assertEquals(
        EVIL,
        text(
            "[...document.querySelectorAll('td')].map(td => td.textContent)"
                + ".find(text => text.includes('alert'))"));
  }

  @Test
  public void aNewNeighborHasItsReason() throws Exception {
    chromium.evaluate("document.querySelector('#after summary').click()");
    await("document.querySelector('#after .reasons')");
    assertEquals(
        List.of(
            "The model gave “"
                + EVIL
                + "” to shopper 1, who has “Blue \u2028 Jug </script>”."
                + "probability 0.83, exchange feedbeef00000000"
                + "History: Cup & <b>Saucer</b> · Blue \u2028 Jug </script>"),
        texts("document.querySelectorAll('#after .reasons li')"));
    assertEquals(
        List.of("Shopper 2probability 0.02, exchange 0000000000000000No history."),
        texts("document.querySelectorAll('#dropped li')"));
  }

  @Test
  public void aNeighborLeadsToItsOwnEntryAndBack() throws Exception {
    chromium.evaluate("document.querySelector('#after button').click()");
    await("document.querySelector('#item h3').textContent.startsWith('Blue')");
    assertEquals(
        List.of("1" + EVIL + "newWhy? 7 shoppers have both"),
        texts("document.querySelectorAll('#after > li')"));
    chromium.evaluate("history.back()");
    await("document.querySelector('#before li')");
  }

  @Test
  public void noPageIsWiderThanItsWindow() throws Exception {
    for (int width : new int[] {1280, 390}) {
      for (String colours : new String[] {"light", "dark"}) {
        chromium.look(width, 800, colours);
        chromium.open(report);
        assertEquals(width, chromium.evaluate("document.documentElement.scrollWidth").asInt());
        screenshot("report-" + width + "-" + colours);
      }
    }
  }

  /** Shrunk to the paper, the charts of a wide window would have texts too small to read. */
  @Test
  public void chartsAreDrawnAnewForPaper() throws Exception {
    String widths =
        "['lifts', 'exposures'].map(id => document.querySelector('#' + id + ' svg')"
            + ".viewBox.baseVal.width).join()";
    String before = text(widths);
    chromium.evaluate("dispatchEvent(new Event('beforeprint'))");
    assertEquals("672,328", text(widths));
    chromium.evaluate("dispatchEvent(new Event('afterprint'))");
    assertEquals(before, text(widths));
  }

  @Test
  public void paperHasNothingToClickAndNoHeadingAlone() throws Exception {
    chromium.look(718, 900, "light");
    chromium.lookAtPaper();
    assertEquals(
        List.of(
            "What it brought",
            "Who is shown more, who less",
            "How much is enough?",
            "Can the model be trusted?",
            "Could another setting do as well?",
            "What went in and out"),
        texts("[...document.querySelectorAll('h2')].filter(node => node.offsetHeight > 0)"));
    assertEquals(
        0,
        chromium
            .evaluate(
                "[...document.querySelectorAll('input, button, summary')]"
                    + ".filter(node => node.offsetHeight > 0).length")
            .asInt());
    assertEquals(718, chromium.evaluate("document.documentElement.scrollWidth").asInt());
  }

  /** WCAG's AA: 4.5 to 1 between every text and what is behind it. */
  @Test
  public void everyTextIsLegibleInLightAndDark() throws Exception {
    for (String colours : new String[] {"light", "dark"}) {
      chromium.look(1280, 900, colours);
      chromium.open(report);
      assertEquals(
          colours,
          "[]",
          chromium
              .evaluate(
                  """
                  (() => {
                    const light = (css) => css.match(/[\\d.]+/g).slice(0, 3).map(Number)
                      .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                      .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
                    const behind = (node) => {
                      for (; node; node = node.parentElement) {
                        const color = getComputedStyle(node).backgroundColor;
                        if (color !== "rgba(0, 0, 0, 0)") return color;
                      }
                      return "rgb(255, 255, 255)";
                    };
                    const poor = new Set();
                    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                    while (walker.nextNode()) {
                      const node = walker.currentNode.parentElement;
                      if (!walker.currentNode.data.trim() || node.closest("script, noscript, title")) continue;
                      const style = getComputedStyle(node);
                      const [a, b] = [node.closest("svg") ? style.fill : style.color, behind(node)].map(light);
                      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                      if (ratio < 4.5) poor.add(`${node.tagName}.${node.className}: ${ratio.toFixed(2)}`);
                    }
                    return JSON.stringify([...poor]);
                  })()
                  """)
              .asText());
    }
  }

  /** Kept where {@code I2I_SCREENSHOTS} names a folder, for people to look at. */
  private static void screenshot(String name) throws Exception {
    String folder = System.getenv("I2I_SCREENSHOTS");
    if (folder != null) {
      Files.write(Path.of(folder, name + ".png"), chromium.screenshot());
    }
  }

  /** Waits until an expression is true. */
  private static void await(String expression) throws Exception {
    chromium.evaluate(
        """
        new Promise((done) => {
          const look = () => (%s) ? done() : requestAnimationFrame(look);
          look();
        })
        """
            .formatted(expression));
  }

  private static String text(String expression) throws Exception {
    return chromium.evaluate(expression).asText();
  }

  private static List<String> texts(String nodes) throws Exception {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : chromium.evaluate("[..." + nodes + "].map(node => node.textContent)")) {
      texts.add(text.asText());
    }
    return texts;
  }

  private static Findings findings() throws IOException {
    return Figured.lift()
        .with(Variant.REFINED, "DiscriminatorRocAuc", null, Slice.ALL, 0.714)
        .with(Variant.REFINED, "DiscriminatorPredicted0.2", null, Slice.ALL, 0.25)
        .with(Variant.REFINED, "DiscriminatorObserved0.2", null, Slice.ALL, 0.3)
        .with(Variant.REFINED, "DiscriminatorPredicted0.8", null, Slice.ALL, 0.85)
        .with(Variant.REFINED, "DiscriminatorObserved0.8", null, Slice.ALL, 0.8)
        .with(Variant.BASE, "Exposure1", null, Slice.ALL, 20)
        .with(Variant.REFINED, "Exposure1", null, Slice.ALL, 25)
        .with(Variant.BASE, "Exposure2", null, Slice.ALL, 40)
        .with(Variant.REFINED, "Exposure2", null, Slice.ALL, 39)
        .options(Map.of("items", EVIL))
        .findings();
  }

  private static Curves curves() {
    return new Curves(
        List.of(
            new Curves.Volume(
                10, new Curves.Change(0.3, 0.1, 0.5), new Curves.Change(0.01, -0.01, 0.02)),
            new Curves.Volume(
                50, new Curves.Change(0.2, 0.05, 0.4), new Curves.Change(-0.04, -0.06, -0.02))),
        List.of(
            new Curves.Frontier(
                "cosine",
                List.of(
                    new Curves.Point("--k=20", 0.15, 0.04), new Curves.Point("--k=50", 0.14, 0.05)),
                List.of(
                    new Curves.Point("--k=20", 0.16, 0.07), new Curves.Point("--k=50", 0.15, 0.08)),
                "--k=20",
                "--k=20")));
  }
}
