package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@link FilePart}: the parts of a file have its rows, each once and in order. */
public class FilePartTest {
  private static final String LINES =
      "user_id,item_id\na,1\nbb,22\n\nccc,333\r\ndddd,4444\ne,5\nf,\u00e9\ng,7";

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Before
  public void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  public void partsHaveTheRowsOfTheWhole() throws IOException {
    for (String end : List.of("", "\n", "\r\n", "\n\n")) {
      for (long partBytes = 1; partBytes < 30; partBytes++) {
        assertCut("log.csv", LINES + end, partBytes);
        assertCut("log.csv", "\ufeff" + LINES + end, partBytes);
        assertCut("log.tsv", LINES.replace(',', '\t') + end, partBytes);
        assertCut("log.jsonl", "{\"a\": \"1\"}\n\n{\"b\": 2}\nbroken\n{\"c\": 3}" + end, partBytes);
      }
    }
  }

  @Test
  public void aQuoteMayTakeInLineEndsSoTheFileStaysWhole() throws IOException {
    assertWhole("log.csv", LINES + "\n\"h\n1\",8\ni,9\n");
  }

  @Test
  public void theFirstLineMustNameTheColumns() throws IOException {
    assertWhole("log.csv", "\n" + LINES);
    assertWhole("log.csv", "\ufeff\n" + LINES);
  }

  @Test
  public void whatIsCompressedOrSmallStaysWhole() throws IOException {
    assertWhole("log.csv.gz", LINES);
    assertEquals(1, FilePart.of(metadata(write("log.csv", LINES))).size());
    assertEquals(1, FilePart.of(metadata(write("log.csv", "")), 1).size());
    assertEquals(1, FilePart.of(metadata(write("log.csv", "user_id,item_id")), 1).size());
  }

  private void assertWhole(String name, String text) throws IOException {
    assertEquals(1, FilePart.of(metadata(write(name, text)), 2).size());
  }

  private void assertCut(String name, String text, long partBytes) throws IOException {
    Path file = write(name, text);
    List<FilePart> parts = FilePart.of(metadata(file), partBytes);
    assertTrue(parts.size() > 1 || partBytes > 9);
    List<String> whole = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      RowFormat.of(name).read(in, row -> whole.add(row.toJson()));
    }
    List<String> ofParts = new ArrayList<>();
    for (FilePart part : parts) {
      try (InputStream in = part.open()) {
        RowFormat.of(name).read(in, row -> ofParts.add(row.toJson()));
      }
    }
    assertEquals(whole, ofParts);
  }

  private Path write(String name, String text) throws IOException {
    return Files.write(
        temporary.getRoot().toPath().resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static MatchResult.Metadata metadata(Path file) throws IOException {
    return FileSystems.matchSingleFileSpec(file.toString());
  }
}
