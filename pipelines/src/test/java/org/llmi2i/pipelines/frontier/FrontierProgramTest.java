package org.llmi2i.pipelines.frontier;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.base.BaseSetting;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.report.Curves;

/** {@link FrontierProgram}: chosen on the end of train, measured on the holdout. */
public class FrontierProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void everySettingIsMeasuredBeforeAndAfterAndTheChosenAreCompared() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    Path output = folder.resolve("out");
    FrontierOptions options =
        Options.parse(
            FrontierOptions.class,
            new String[] {
              "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
              "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
              "--output=" + output
            });

    FrontierProgram.measure(options, BaseSetting.families("jaccard"));

    Curves.Frontier frontier = Curves.in(output.toString()).frontiers().get(0);
    assertEquals("jaccard", frontier.base());
    assertEquals(8, frontier.bases().size());
    assertEquals(8, frontier.refined().size());
    double before = tail(frontier.bases(), frontier.bestBase());
    double after = tail(frontier.refined(), frontier.bestRefined());
    String compared =
        Files.readAllLines(output.resolve("frontier.md")).stream()
            .filter(line -> line.startsWith("| `" + frontier.bestBase() + "`, refined"))
            .findFirst()
            .orElseThrow();
    String change =
        String.format(
            Locale.ROOT,
            "| %.4f to %.4f, %+d %% (",
            before,
            after,
            Math.round(100 * (after / before - 1)));
    assertTrue(compared + " lacks " + change, compared.contains(change));
  }

  private static double tail(List<Curves.Point> points, String setting) {
    return points.stream()
        .filter(point -> point.setting().equals(setting))
        .findFirst()
        .orElseThrow()
        .tail();
  }

  @Test
  public void aBaseIsNamedOnceAndExists() {
    assertThrows(IllegalArgumentException.class, () -> BaseSetting.families("cosine,cosine"));
    assertThrows(IllegalArgumentException.class, () -> BaseSetting.families("cosine,nothing"));
    assertEquals(
        List.of(3, 1), BaseSetting.families("cosine,bm25").stream().map(List::size).toList());
  }
}
