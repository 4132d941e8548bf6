package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.rejected.Rejector;

/** A mistake in the input is said before a pipeline runs, in words that lead to its repair. */
public class InputFilesTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static final List<String> REQUIRED = List.of("user_id", "item_id");
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();
  private static final Rejector REJECTOR = new Rejector("", "run", Instant.EPOCH);
  private static final String GOOD = Texts.lines("user_id,item_id,Price", "u,i,1");

  private Path folder;

  @Before
  public void folder() throws IOException {
    // The name as the file system gives it back, whatever links lead there.
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void goodFilesOfAnyFormatPass() {
    Texts.write(folder.resolve("a.csv"), GOOD);
    Texts.write(folder.resolve("b.tsv"), GOOD.replace(',', '\t'));
    Texts.write(folder.resolve("c.csv.gz"), Texts.gzip(GOOD));
    Texts.write(folder.resolve("d.json"), Texts.lines("{\"item_id\": 1, \"user_id\": 2}"));
    InputFiles.check(folder + "/*", ColumnMapping.none(), REQUIRED);
  }

  @Test
  public void aPlainFileNamedGzIsReadAsItIs() {
    String file = Texts.write(folder.resolve("log.csv.gz"), GOOD);
    InputFiles.check(file, ColumnMapping.none(), REQUIRED);
  }

  @Test
  public void noSuchFile() {
    assertEquals(folder + "/log.csv: no such file", refused(folder + "/log.csv"));
    assertEquals(folder + "/*.csv: no such file", refused(folder + "/*.csv"));
    assertEquals(folder + "/none/*.csv: no such file", refused(folder + "/none/*.csv"));
  }

  @Test
  public void zeroBytes() {
    String file = Texts.write(folder.resolve("log.csv"), "");
    assertEquals(file + ": the file is empty", refused(file));
  }

  @Test
  public void unknownEnding() {
    String file = Texts.write(folder.resolve("log.txt"), GOOD);
    assertEquals(
        file + ": unknown ending; known are .csv .tsv .jsonl .ndjson .json (each also .gz) .avro",
        refused(file));
  }

  @Test
  public void aFolder() throws IOException {
    temporary.newFolder("logs");
    String logs = folder.resolve("logs") + "/";
    assertEquals(
        logs + ": is a folder; name its files, such as " + logs + "*.csv",
        refused(folder + "/logs"));
  }

  @Test
  public void aMissingColumnListsThoseFound() {
    String file =
        Texts.write(folder.resolve("log.csv"), Texts.lines("user_id, sku ,price", "u,i,1"));
    assertEquals(
        file + ": no column for item_id; columns found: user_id, sku, price", refused(file));
  }

  @Test
  public void aMappingToAColumnThatIsNotThereListsThoseFound() {
    String file = Texts.write(folder.resolve("log.csv"), GOOD);
    assertEquals(
        file
            + ": no column for user_id (looked for customer);"
            + " columns found: user_id, item_id, Price",
        refused(file, "user_id=customer"));
    assertEquals(
        file + ": no column price; columns found: user_id, item_id, Price",
        refused(file, "price=price"));
  }

  @Test
  public void theFileThatIsAtFaultIsNamed() {
    Texts.write(folder.resolve("a.csv"), GOOD);
    String bad = Texts.write(folder.resolve("b.csv"), "user,item\n");
    assertEquals(
        bad + ": no column for user_id; columns found: user, item", refused(folder + "/*.csv"));
  }

  @Test
  public void textThatIsNotOfItsEndingsFormat() {
    String avro = Texts.write(folder.resolve("log.avro"), GOOD);
    assertEquals(avro + ": cannot be read as AVRO: Not an Avro data file.", refused(avro));
    String json = Texts.write(folder.resolve("log.json"), "[1]\n");
    assertEquals(
        json + ": cannot be read as JSON_LINES: the line is no JSON object", refused(json));
  }

  @Test
  public void aGzipFileThatIsCutOff() {
    byte[] whole = Texts.gzip(GOOD);
    String file = Texts.write(folder.resolve("log.csv.gz"), Arrays.copyOf(whole, 15));
    assertEquals(file + ": cannot be read as CSV: the file is cut off", refused(file));
  }

  @Test
  public void aFileThatMayNotBeRead() {
    String file = Texts.write(folder.resolve("log.csv"), GOOD);
    assumeTrue(new File(file).setReadable(false, false));
    assumeTrue("a superuser reads everything", !new File(file).canRead());
    assertEquals(file + ": cannot be read as CSV: " + file + " (Permission denied)", refused(file));
  }

  @Test
  public void theColumnsThatItemsAndInteractionsNeed() {
    String file = Texts.write(folder.resolve("log.csv"), GOOD);
    assertEquals(
        file + ": no column for event_time; columns found: user_id, item_id, Price",
        assertThrows(
                InputException.class, () -> ReadInteractions.from(file, REJECTOR).check(OPTIONS))
            .getMessage());
    ReadInteractions.from(file, REJECTOR).withEventTimeOptional().check(OPTIONS);
    assertEquals(
        file + ": no column for title; columns found: user_id, item_id, Price",
        assertThrows(InputException.class, () -> ReadItems.from(file, REJECTOR).check(OPTIONS))
            .getMessage());
  }

  private static String refused(String pattern) {
    return refused(pattern, "");
  }

  private static String refused(String pattern, String columns) {
    ColumnMapping mapping = ColumnMapping.parse("columns", columns, InteractionParser.FIELDS);
    return assertThrows(InputException.class, () -> InputFiles.check(pattern, mapping, REQUIRED))
        .getMessage();
  }
}
