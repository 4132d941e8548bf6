package org.llmi2i.pipelines.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.ask.Journal;
import org.llmi2i.pipelines.testing.ObjectStore;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Outcome;
import org.llmi2i.schemas.Task;

public class LedgerFolderTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private Path folder;

  @Before
  public void nameFolder() {
    folder = temporary.getRoot().toPath().resolve("ledger");
  }

  @Test
  public void theNextRunReadsWhatThisOneWrote() throws IOException {
    try (Journal journal = ledger("run1").open("generate-0")) {
      journal.append(List.of(exchange("a"), exchange("b")));
      journal.append(List.of());
      journal.append(List.of(exchange("c")));
    }
    try (Journal journal = ledger("run2").open("discriminate-7")) {
      journal.append(List.of(exchange("d")));
    }
    PAssert.that(pipeline.apply(ledger("run3").earlier()))
        .containsInAnyOrder(exchange("a"), exchange("b"), exchange("c"), exchange("d"));
    pipeline.run();
  }

  @Test
  public void whatThisRunWritesIsNotReadAsEarlier() throws IOException {
    try (Journal journal = ledger("run1").open("generate-0")) {
      journal.append(List.of(exchange("a")));
    }
    PAssert.that(pipeline.apply(ledger("run1").earlier())).empty();
    pipeline.run();
  }

  @Test
  public void whatFailedIsNoAnswer() throws IOException {
    Exchange failed = exchange("a");
    failed.setOutcome(Outcome.FAILED);
    try (Journal journal = ledger("run1").open("generate-0")) {
      journal.append(List.of(failed));
    }
    PAssert.that(pipeline.apply(ledger("run2").earlier())).empty();
    pipeline.run();
  }

  @Test
  public void aFolderThatDoesNotExistIsAnEmptyLedger() {
    PAssert.that(pipeline.apply(ledger("run1").earlier())).empty();
    pipeline.run();
  }

  @Test
  public void withoutExchangesThereIsNoFile() throws IOException {
    ledger("run1").open("generate-0").close();
    assertFalse(Files.exists(folder));
  }

  /** A process that is killed closes nothing. */
  @Test
  public void whatWasAppendedIsReadWithoutClosing() throws IOException {
    Journal lost = ledger("run1").open("generate-0");
    lost.append(List.of(exchange("a")));
    lost.append(List.of(exchange("b")));
    try (Journal next = ledger("run1").open("generate-0")) {
      assertEquals(List.of(exchange("a"), exchange("b")), next.written());
      next.append(List.of(exchange("c")));
    }
    PAssert.that(pipeline.apply(ledger("run2").earlier()))
        .containsInAnyOrder(exchange("a"), exchange("b"), exchange("c"));
    pipeline.run();
    lost.close();
  }

  @Test
  public void aPartIsNotMistakenForAnother() throws IOException {
    try (Journal journal = ledger("run1").open("generate-1")) {
      journal.append(List.of(exchange("a")));
    }
    assertEquals(List.of(), ledger("run1").open("generate-10").written());
    assertEquals(List.of(), ledger("run11").open("generate-1").written());
  }

  /** Wherever the file is cut off, all exchanges before the cut are read. */
  @Test
  public void aFileThatIsCutOffIsReadAsFarAsItGoes() throws IOException {
    try (Journal journal = ledger("run1").open("generate-0")) {
      for (int i = 0; i < 5; i++) {
        journal.append(List.of(exchange("exchange " + i)));
      }
    }
    Path file = onlyFile();
    long length = Files.size(file);
    int before = 5;
    for (long cut = length - 1; cut > 0; cut -= 7) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(cut);
      }
      int now = ledger("run1").open("generate-0").written().size();
      assertEquals("at " + cut, true, now <= before && now >= before - 1);
      before = now;
    }
    assertEquals(0, before);
  }

  /** In an object store nothing of an open file is there: each append is an object of its own. */
  @Test
  public void inAnObjectStoreWhatWasAppendedIsReadWithoutClosing() throws IOException {
    LedgerFolder killed = LedgerFolder.of("mem://ledger/killed", "run1");
    Journal lost = killed.open("generate-0");
    lost.append(List.of(exchange("a"), exchange("b")));
    lost.append(List.of(exchange("c")));
    assertEquals(2, ObjectStore.names("mem://ledger/killed/").size());

    assertEquals(
        List.of(exchange("a"), exchange("b"), exchange("c")), killed.open("generate-0").written());
    PAssert.that(pipeline.apply(LedgerFolder.of("mem://ledger/killed", "run2").earlier()))
        .containsInAnyOrder(exchange("a"), exchange("b"), exchange("c"));
    pipeline.run();
  }

  @Test
  public void inAnObjectStoreAPartThatIsDoneIsOneFile() throws IOException {
    LedgerFolder ledger = LedgerFolder.of("mem://ledger/done", "run1");
    try (Journal journal = ledger.open("generate-0")) {
      for (String id : List.of("a", "b", "c")) {
        journal.append(List.of(exchange(id)));
      }
    }
    assertEquals(1, ObjectStore.names("mem://ledger/done/").size());
    assertEquals(
        List.of(exchange("a"), exchange("b"), exchange("c")), ledger.open("generate-0").written());
  }

  /** Its own files and those of a run that must be dead, but not those of one that may be alive. */
  @Test
  public void whatNoRunWritesToIsSettled() throws IOException {
    String folder = "mem://ledger/settled";
    for (String run : List.of("20240101T000000000", "20240109T000000000", "20240110T000000000")) {
      try (Journal journal = LedgerFolder.of(folder, run).open("p")) {
        journal.append(List.of(exchange(run)));
      }
    }
    LedgerFolder ledger = LedgerFolder.of(folder, "20240110T000000000");
    List<String> settled = ledger.settled();
    assertEquals(2, settled.size());
    ledger.delete(settled);
    assertEquals(1, ObjectStore.names(folder + "/20240109T000000000-").size());
    assertEquals(1, ObjectStore.names(folder + "/").size());
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().orElseThrow();
    }
  }

  private LedgerFolder ledger(String run) {
    return LedgerFolder.of(folder.toString(), run);
  }

  private static Exchange exchange(String id) {
    return Exchange.newBuilder()
        .setExchangeId(id)
        .setTask(Task.GENERATE)
        .setProvider("fake")
        .setModel("fake-1")
        .setPrompt("prompt of " + id)
        .setResponse("answer")
        .setCreatedAt(Instant.EPOCH)
        .setOutcome(Outcome.ANSWERED)
        .build();
  }
}
