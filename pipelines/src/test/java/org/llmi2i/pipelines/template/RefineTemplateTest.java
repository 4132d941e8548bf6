package org.llmi2i.pipelines.template;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.refine.RefineProgram;

/**
 * {@link RefineTemplate}: nobody waits for its job, which ends with what {@code run} does after its
 * own.
 */
public class RefineTemplateTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static Path folder;

  @BeforeClass
  public static void generate() throws IOException {
    folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);
  }

  private static String[] arguments(String output, String publish) {
    return new String[] {
      "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
      "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
      "--output=" + folder.resolve(output),
      "--publish=" + publish,
      "--runner=FlinkRunner"
    };
  }

  @Test
  public void theJobItselfMakesTheRunWholeAndPublishesIt() throws IOException {
    RefineTemplate.main(arguments("template", "gate"));
    new RefineProgram().run(arguments("waited", "gate"));

    Path latest = folder.resolve("template/latest");
    for (String table : List.of("i2i-base.csv", "i2i-refined.csv")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("waited/latest").resolve(table)),
          Files.readAllBytes(latest.resolve(table)));
    }
    assertEquals(names(folder.resolve("waited/latest")), names(latest));
    assertTrue(Files.readString(latest.resolve("report.html")).contains("The refinement helps"));
  }

  @Test
  public void theGateHoldsThereToo() throws IOException {
    RefineTemplate.main(arguments("held", "never"));

    assertEquals(List.of("ledger", "runs"), names(folder.resolve("held")));
    assertEquals(1, names(folder.resolve("held/runs")).size());
  }

  @Test
  public void withoutARunnerItIsDataflow() {
    assertEquals(
        List.of("--runner=DataflowRunner", "--k=5"),
        List.of(RefineTemplate.withRunner(new String[] {"--k=5"})));
    assertEquals(
        List.of("--runner=FlinkRunner"),
        List.of(RefineTemplate.withRunner(new String[] {"--runner=FlinkRunner"})));
  }

  @Test
  public void tablesThatNobodyKnowsToBeReadableAreRefused() {
    String[] arguments = {
      "--interactions=i.csv",
      "--items=t.csv",
      "--output=bigquery:shop.tables",
      "--tempLocation=gs://shop/temp",
      "--bigQueryMethod=storage_write_api",
      "--runner=FlinkRunner"
    };
    assertEquals(
        "bigQueryMethod: a template's job cannot know when rows of storage_write_api can be read;"
            + " take file_loads",
        assertThrows(IllegalArgumentException.class, () -> RefineTemplate.main(arguments))
            .getMessage());
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
