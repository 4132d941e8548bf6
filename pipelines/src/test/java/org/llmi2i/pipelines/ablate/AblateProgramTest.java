package org.llmi2i.pipelines.ablate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.report.Curves;

/** {@link AblateProgram}: runs that differ in one thing, measured and not published. */
public class AblateProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void whatIsChangedIsMeasuredAndWhatIsTheSameIsMeasuredOnce() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
    Path output = folder.resolve("out");
    String[] arguments = {
      "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
      "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
      "--output=" + output,
      "--validation"
    };

    AblateProgram.run(
        arguments,
        Options.parse(RefineOptions.class, arguments),
        List.of(
            new Ablation(Ablation.Group.PARTS, "as it is", List.of()),
            new Ablation(Ablation.Group.PARTS, "nothing", List.of("--syntheticPerItem=0")),
            new Ablation(Ablation.Group.VOLUME, "100", List.of("--syntheticPerItem=100")),
            new Ablation(Ablation.Group.EVIDENCE, "titles", List.of("--coOccurrenceWeight=0"))));

    List<String> lines = Files.readAllLines(output.resolve("ablation.md"));
    assertEquals(cells(line(lines, "as it is")), cells(line(lines, "100"))); // 100 is the default.
    assertFalse(Files.exists(output.resolve("ablation/3")));
    assertTrue(Files.exists(output.resolve("ablation/4")));
    assertEquals(
        List.of(100),
        Curves.in(output.toString()).volumes().stream().map(Curves.Volume::perItem).toList());
    assertTrue(line(lines, "nothing"), line(lines, "nothing").endsWith("| 0 |"));
    assertEquals(List.of("BASE", "REFINED"), variants(output.resolve("ablation/1/metrics.json")));
    assertFalse(Files.exists(output.resolve("latest")));
    assertFalse(Files.exists(output.resolve("runs")));
  }

  private static String line(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith("| " + name + " |"))
        .findFirst()
        .orElseThrow();
  }

  /** All but the name. */
  private static String cells(String line) {
    return line.substring(line.indexOf('|', 1));
  }

  private static List<String> variants(Path metrics) throws IOException {
    JsonNode all = new ObjectMapper().readTree(metrics.toFile()).get("metrics");
    return all.findValuesAsText("variant").stream().distinct().sorted().toList();
  }
}
