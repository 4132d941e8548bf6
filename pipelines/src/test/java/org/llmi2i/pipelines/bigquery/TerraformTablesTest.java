package org.llmi2i.pipelines.bigquery;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;

/** Terraform and a run make the same tables, whichever is first. */
public class TerraformTablesTest {
  static final List<RunTable> TABLES =
      List.of(
          RunTable.INTERACTIONS,
          RunTable.ITEMS,
          RunTable.NEIGHBORS,
          RunTable.NEIGHBORS_BASE,
          RunTable.REJECTED,
          RunTable.METRICS,
          RunTable.RUNS,
          RunTable.EXCHANGES);

  private static final Path MODULE = Path.of("..", "terraform", "modules", "tables", "main.tf");

  private static final Pattern TABLE =
      Pattern.compile(
          "^ {4}(\\w+) *= \\{ record = \"\\w+\", day = (\\S+), clustered = (\\[.*]), expires = \\w+"
              + " }$",
          Pattern.MULTILINE);

  @Test
  public void terraformsTablesAreByTheSameDayAndSortedAlike() throws IOException {
    assertEquals(
        TABLES.stream().map(TerraformTablesTest::written).toList(),
        TABLE
            .matcher(Files.readString(MODULE))
            .results()
            .map(table -> String.join(" ", table.group(1), table.group(2), table.group(3)))
            .toList());
  }

  private static String written(RunTable table) {
    return String.join(
        " ",
        table.table(),
        quoted(table.day()),
        table.clustered().stream()
            .map(TerraformTablesTest::quoted)
            .collect(Collectors.joining(", ", "[", "]")));
  }

  private static String quoted(String name) {
    return name == null ? "null" : '"' + name + '"';
  }
}
