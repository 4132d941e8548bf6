package org.llmi2i.schemas;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TableSchemaFilesTest {
  private static final Path COMMITTED = Path.of("..", "terraform", "modules", "tables", "schemas");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** After a change of a record, {@code terraform/update-tables} writes them again. */
  @Test
  public void terraformsFilesAreThoseOfTheRecords() throws IOException {
    assertEquals(TableSchemaFiles.files(), read(COMMITTED));
  }

  @Test
  public void writesEveryFile() throws IOException {
    Path written = folder.getRoot().toPath().resolve("tables");
    TableSchemaFiles.main(new String[] {written.toString()});
    assertEquals(TableSchemaFiles.files(), read(written));
  }

  @Test
  public void aFolderIsNeeded() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TableSchemaFiles.main(new String[] {}));
    assertEquals("folder: one is needed, got 0", e.getMessage());
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return files;
  }
}
