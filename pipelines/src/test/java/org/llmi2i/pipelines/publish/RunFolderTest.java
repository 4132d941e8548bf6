package org.llmi2i.pipelines.publish;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.schemas.Run;

/** {@link RunFolder}: a run is there whole or not at all. */
public class RunFolderTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path output;

  @Before
  public void output() throws IOException {
    output = temporary.getRoot().toPath().toRealPath().resolve("a/b");
  }

  @Test
  public void aRunAtWorkIsPartial() throws IOException {
    RunFolder run = RunFolder.of(output, "r1");
    run.create();

    assertEquals(output.resolve("runs/r1.partial").toString(), run.partial());
    assertEquals(List.of("runs"), names(output));
    assertEquals(List.of("r1.partial"), names(output.resolve("runs")));
    assertEquals(List.of(), names(Path.of(run.partial())));
  }

  @Test
  public void whatTheWorkersWroteMustBeHere() throws IOException {
    RunFolder run = RunFolder.of(output, "r1");
    run.create();
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run.written("metrics.json"));
    assertEquals(
        "output: the workers' metrics.json is not in "
            + run.partial()
            + "; all machines must see this folder by this name",
        thrown.getMessage());

    Path file = Files.writeString(Path.of(run.partial(), "metrics.json"), "{}");
    assertEquals(file.toString(), run.written("metrics.json"));
  }

  @Test
  public void nothingIsMadeBeforeItIsAskedFor() {
    assertEquals(output.resolve("runs/r1").toString(), RunFolder.of(output, "r1").published());
    assertFalse(Files.exists(output));
  }

  @Test
  public void publishingGivesTheRunItsNameAndMakesItTheLatest() throws IOException {
    publish("r1");

    assertEquals(List.of("latest", "runs"), names(output));
    assertEquals(List.of("r1"), names(output.resolve("runs")));
    assertEquals(Path.of("runs", "r1"), Files.readSymbolicLink(output.resolve("latest")));
    assertEquals("text of r1", Files.readString(output.resolve("latest/file")));
  }

  @Test
  public void theNextRunBecomesTheLatestAndTheFirstStays() throws IOException {
    publish("r1");
    publish("r2");

    assertEquals(List.of("latest", "runs"), names(output));
    assertEquals(List.of("r1", "r2"), names(output.resolve("runs")));
    assertEquals("text of r2", Files.readString(output.resolve("latest/file")));
    assertEquals("text of r1", Files.readString(output.resolve("runs/r1/file")));
  }

  @Test
  public void theOutputMayBeMovedWithItsLatest() throws IOException {
    publish("r1");
    Path moved = Files.move(output, output.resolveSibling("c"));

    assertEquals("text of r1", Files.readString(moved.resolve("latest/file")));
  }

  @Test
  public void discardingLeavesTheLatestAsItWas() throws IOException {
    publish("r1");
    RunFolder run = RunFolder.of(output, "r2");
    run.create();
    Files.createDirectories(Path.of(run.partial(), "folder/in/it"));
    Files.writeString(Path.of(run.partial(), "folder/file"), "half");

    run.discard();

    assertEquals(List.of("r1"), names(output.resolve("runs")));
    assertEquals("text of r1", Files.readString(output.resolve("latest/file")));
  }

  @Test
  public void anOutputThatIsAFile() throws IOException {
    Files.createDirectories(output.getParent());
    Files.writeString(output, "in the way");

    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> RunFolder.of(output, "r1").create());

    assertEquals(
        "output: cannot write to " + output + ": FileSystem (" + output + "/runs: Not a directory)",
        thrown.getMessage());
  }

  @Test
  public void aLatestThatIsNotOursIsLeftAlone() throws IOException {
    Path latest = output.resolve("latest");
    Files.createDirectories(output);
    Files.writeString(latest, "mine");

    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> publish("r1"));

    assertEquals(
        "output: " + latest + " is in the way: it is no link to a run", thrown.getMessage());
    assertEquals("mine", Files.readString(latest));
    assertEquals(List.of("latest"), names(output));
  }

  @Test
  public void aLatestThatLeadsNowhereIsReplaced() throws IOException {
    publish("r1");
    Files.delete(output.resolve("runs/r1/file"));
    Files.delete(output.resolve("runs/r1"));

    publish("r2");

    assertEquals("text of r2", Files.readString(output.resolve("latest/file")));
  }

  @Test
  public void anEarlierRunIsPutBack() throws IOException {
    publish("r1");
    publish("r2");

    RunFolder.of(output, "r1").publish();

    assertEquals(List.of("latest", "runs"), names(output));
    assertEquals("text of r1", Files.readString(output.resolve("latest/file")));
    assertEquals("text of r2", Files.readString(output.resolve("runs/r2/file")));
  }

  @Test
  public void aWholeRunServesOnlyWhenPublished() throws IOException {
    publish("r1");
    RunFolder run = RunFolder.of(output, "r2");
    run.create();
    run.complete(new Run());

    assertEquals(Optional.of("r1"), run.latest());
    assertEquals(List.of("r1", "r2"), names(output.resolve("runs")));
  }

  @Test
  public void whatIsNoWholeRunIsNotPublished() throws IOException {
    publish("r1");
    RunFolder.of(output, "r2").create();

    assertNotPublished("run: r2 is not whole: it was stopped, or is still at work", "r2");
    assertNotPublished("run: there is no run r3 in " + output.resolve("runs"), "r3");
    assertEquals("text of r1", Files.readString(output.resolve("latest/file")));
  }

  private void assertNotPublished(String message, String runId) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> RunFolder.of(output, runId).publish());
    assertEquals(message, thrown.getMessage());
  }

  private void publish(String runId) throws IOException {
    RunFolder run = RunFolder.of(output, runId);
    run.create();
    Files.writeString(Path.of(run.partial(), "file"), "text of " + runId);
    run.complete(new Run());
    assertEquals(output.resolve("latest").toString(), run.publish());
    assertEquals(Optional.of(runId), run.latest());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
