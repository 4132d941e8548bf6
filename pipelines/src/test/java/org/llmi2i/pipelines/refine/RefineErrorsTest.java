package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.read.InputException;

/** Inputs that cannot be used: one sentence for their owner, and no half of a run. */
public class RefineErrorsTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static final String LOG_HEADER = "user_id,item_id,event_time";
  private static final String ITEMS_HEADER = "item_id,title";

  private Path folder;
  private Path output;
  private Path log;
  private Path items;

  @Before
  public void inputs() throws IOException {
    folder = temporary.getRoot().toPath().toRealPath();
    output = folder.resolve("out");
    log =
        Runs.write(
            folder.resolve("log.csv"),
            LOG_HEADER,
            "u1,i1,2024-01-01",
            "u1,i2,2024-01-02",
            "u2,i1,2024-01-03",
            "u2,i2,2024-01-04");
    items = Runs.write(folder.resolve("items.csv"), ITEMS_HEADER, "i1,red cup", "i2,blue cup");
  }

  @Test
  public void anEmptyFile() throws IOException {
    Files.writeString(log, "");
    assertFails(log + ": the file is empty");
    assertFalse(Files.exists(output));
  }

  @Test
  public void aLogOfWhichNoRowCanBeUsedShowsOne() {
    Runs.write(log, LOG_HEADER, "u1,i1,never");
    assertFails(
        log
            + ": no row can be used; at least two users are needed; a row that could not be used:"
            + " INVALID_EVENT_TIME, event_time is no time: never");
  }

  @Test
  public void aMemoryThatIsNoSize() {
    assertEquals(
        "llmMinRam: must be a size of memory such as 32GB, got much",
        assertThrows(IllegalArgumentException.class, () -> run("--llmMinRam=much")).getMessage());
  }

  @Test
  public void aSplitThatLeavesNothingToTrainOn() {
    Runs.write(log, LOG_HEADER, "u1,i1,2024-01-01", "u2,i2,2024-01-02", "u1,i2,2024-01-03");
    assertFails(
        "split: 2000-01-01 leaves 0 users to train on; at least two are needed",
        "--split=2000-01-01");
  }

  @Test
  public void aLogOfOneUser() {
    Runs.write(log, LOG_HEADER, "u1,i1,2024-01-01", "u1,i2,2024-01-02", "u1,i1,2024-01-03");
    assertFails(log + ": all rows are of one user; at least two users are needed");
  }

  @Test
  public void aLogWithoutAColumnForTimes() {
    Runs.write(log, "user_id,item_id,price", "u1,i1,1");
    assertFails(log + ": no column for event_time; columns found: user_id, item_id, price");
    assertFalse(Files.exists(output));
  }

  @Test
  public void aLogThatIsNotThere() throws IOException {
    Files.delete(log);
    assertFails(log + ": no such file");
  }

  @Test
  public void aLogThatIsAFolder() throws IOException {
    Files.delete(log);
    Files.createDirectory(log);
    assertFails(log + "/: is a folder; name its files, such as " + log + "/*.csv");
  }

  @Test
  public void aLogThatIsNoAvroFile() throws IOException {
    log = Runs.write(folder.resolve("log.avro"), "no Avro");
    String message = assertThrows(InputException.class, () -> run()).getMessage();
    assertTrue(message, message.startsWith(log + ": cannot be read as AVRO: "));
  }

  @Test
  public void aCatalogueThatIsNotThere() throws IOException {
    Files.delete(items);
    assertFails(items + ": no such file");
  }

  @Test
  public void aCatalogueWithoutAColumnForTitles() {
    Runs.write(items, "item_id,price", "i1,1");
    assertFails(items + ": no column for title; columns found: item_id, price");
  }

  @Test
  public void aCatalogueWithoutTitles() {
    Runs.write(items, ITEMS_HEADER, "i1,", "i2,  ");
    assertFails(items + ": no item has a title; the language model needs titles to read");
  }

  @Test
  public void aCatalogueOfOtherIds() {
    Runs.write(items, ITEMS_HEADER, "x1,red cup", "x2,blue cup");
    assertFails(otherIds());
  }

  @Test
  public void aCatalogueOfOtherIdsOnDirect() {
    Runs.write(items, ITEMS_HEADER, "x1,red cup", "x2,blue cup");
    assertFails(otherIds(), "--runner=DirectRunner");
  }

  @Test
  public void knownNoiseThatIsNotThere() {
    Path noise = folder.resolve("noise.csv");
    assertFails(noise + ": no such file", "--knownNoise=" + noise);
  }

  @Test
  public void anOutputThatIsAFile() throws IOException {
    Files.writeString(output, "in the way");
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> run());
    assertEquals(
        "output: cannot write to " + output + ": FileSystem (" + output + "/runs: Not a directory)",
        thrown.getMessage());
    assertEquals("in the way", Files.readString(output));
  }

  @Test
  public void aLogOfAHeaderAloneLeavesTheLatestRunAsItWas() throws IOException {
    Files.createDirectories(output.resolve("runs/before"));
    Path latest = Files.createSymbolicLink(output.resolve("latest"), Path.of("runs", "before"));
    Runs.write(log, LOG_HEADER);

    InputException thrown = assertThrows(InputException.class, () -> run());

    assertEquals(log + ": no row can be used; at least two users are needed", thrown.getMessage());
    assertEquals(List.of("before"), Runs.names(output.resolve("runs")));
    assertEquals(Path.of("runs", "before"), Files.readSymbolicLink(latest));
  }

  private String otherIds() {
    return items
        + ": no item of the log is in this catalogue; is item_id the same in both? See"
        + " --interactionColumns and --itemColumns";
  }

  /** Fails with this message, and leaves no part of a run. */
  private void assertFails(String message, String... more) {
    InputException thrown = assertThrows(InputException.class, () -> run(more));
    assertEquals(message, thrown.getMessage());
    assertNoPartialRun();
  }

  private void assertNoPartialRun() {
    if (Files.exists(output)) {
      try {
        assertEquals(List.of(), Runs.names(output.resolve("runs")));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void run(String... more) throws IOException {

    Runs.run(log, items, "out", more);
  }
}
