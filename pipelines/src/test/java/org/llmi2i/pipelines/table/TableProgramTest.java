package org.llmi2i.pipelines.table;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.read.InputException;
import org.llmi2i.pipelines.testing.ObjectStore;

/** {@link TableProgram}: a table of a log, as a user asks for it. */
public class TableProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private static final String HEADER = "item_id,neighbor_id,rank,score,support";

  /** Users of a and b: u1, u2; of a and c: u2; of b and c: u2; u3 has c only. */
  private static final List<String> ROWS =
      List.of("u1,a", "u1,b", "u2,a", "u2,b", "u2,c", "u3,c", "u3,c");

  private static final List<String> COSINE =
      List.of(
          HEADER,
          "a,b,1,1.0,2",
          "a,c,2,0.5,1",
          "b,a,1,1.0,2",
          "b,c,2,0.5,1",
          "c,a,1,0.5,1",
          "c,b,2,0.5,1");

  private Path folder;
  private Path output;

  @Before
  public void folder() throws IOException {
    folder = temporary.getRoot().toPath().toRealPath();
    output = folder.resolve("out/table.csv");
  }

  @Test
  public void cosineOfALogWithoutTimes() throws IOException {
    run(log(), "--similarity=cosine");
    assertEquals(COSINE, Files.readAllLines(output));
    assertEquals(List.of("table.csv"), names(output.getParent()));
  }

  @Test
  public void theOutputMayBeAnObject() throws IOException {
    String object = "mem://tables/cosine.csv";
    new TableProgram()
        .run(new String[] {"--interactions=" + log(), "--output=" + object, "--similarity=cosine"});
    assertEquals(
        COSINE, new String(ObjectStore.bytes(object), StandardCharsets.UTF_8).lines().toList());
    assertEquals(List.of(object), ObjectStore.names("mem://tables/"));

    String[] unnamed = {"--interactions=" + log(), "--output=mem://tables/cosine"};
    assertEquals(
        "output: must name an object that ends with .csv, got mem://tables/cosine",
        assertThrows(IllegalArgumentException.class, () -> new TableProgram().run(unnamed))
            .getMessage());
  }

  @Test
  public void swingIsTheDefault() throws IOException {
    run(log());
    // One pair of users, u1 and u2, of two and three items, with two in common.
    double score = Math.pow(2 + 15, -0.3) * Math.pow(3 + 15, -0.3) / 2;
    assertEquals(
        List.of(HEADER, "a,b,1," + score + ",2", "b,a,1," + score + ",2"),
        Files.readAllLines(output));
  }

  @Test
  public void optionsHaveTheirEffect() throws IOException {
    run(log(), "--similarity=cosine", "--k=1", "--minSupport=2", "--shrinkage=2");
    assertEquals(List.of(HEADER, "a,b,1,0.5,2", "b,a,1,0.5,2"), Files.readAllLines(output));
  }

  @Test
  public void usersOfFewItemsAreLeftOutAndTheEarlierTableIsReplaced() throws IOException {
    Files.createDirectories(output.getParent());
    Files.writeString(output, "earlier");
    run(log(), "--similarity=cosine", "--minUserBehavior=3");
    assertEquals(
        List.of(
            HEADER,
            "a,b,1,1.0,1",
            "a,c,2,1.0,1",
            "b,a,1,1.0,1",
            "b,c,2,1.0,1",
            "c,a,1,1.0,1",
            "c,b,2,1.0,1"),
        Files.readAllLines(output));
  }

  @Test
  public void aUserOfMoreThanTheMostItemsKeepsADrawOfThem() throws IOException {
    run(log(), "--similarity=cosine", "--maxUserBehavior=1");
    assertEquals(List.of(HEADER), Files.readAllLines(output));
  }

  @Test
  public void bothRunnersWriteTheSameBytes() throws IOException {
    GenerateProgram.write(Marketplace.of(300, 200, 4_000), folder);
    Path log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    run(log, "--runner=FlinkRunner");
    byte[] flink = Files.readAllBytes(output);
    run(log, "--runner=DirectRunner");
    assertArrayEquals(Files.readAllBytes(output), flink);
  }

  /** With old interactions counting less, and whatever a machine does beside it. */
  @Test
  public void bothRunnersTrainTheSameTables() throws IOException {
    GenerateProgram.write(Marketplace.of(100, 60, 1_000), folder);
    Path log = folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE);
    for (String similarity : List.of("bpr", "two-tower")) {
      run(log, "--similarity=" + similarity, "--k=5", "--halfLifeDays=30");
      byte[] flink = Files.readAllBytes(output);
      run(
          log,
          "--similarity=" + similarity,
          "--k=5",
          "--halfLifeDays=30",
          "--runner=DirectRunner",
          "--targetParallelism=1");
      assertArrayEquals(similarity, Files.readAllBytes(output), flink);
      run(log, "--similarity=" + similarity, "--k=5", "--seed=1");
      assertFalse(similarity, Arrays.equals(Files.readAllBytes(output), flink));
    }
  }

  @Test
  public void neitherFormatNorOrderNorNumberOfTheFilesMatters() throws IOException {
    List<String> rows = new ArrayList<>(ROWS);
    Collections.reverse(rows);
    write("log-1.csv", "item_id,user_id", rows.subList(0, 2).stream().map(row -> turned(row)));
    write(
        "log-2.tsv",
        "user_id\titem_id",
        rows.subList(2, 4).stream().map(r -> r.replace(',', '\t')));
    write(
        "log-3.jsonl",
        "",
        rows.subList(4, 7).stream()
            .map(row -> "{\"user_id\":\"" + row.replace(",", "\",\"item_id\":\"") + "\"}"));

    run(folder.resolve("log-*"), "--similarity=cosine");

    assertEquals(COSINE, Files.readAllLines(output));
  }

  @Test
  public void columnsMayHaveOtherNames() throws IOException {
    run(
        write("log.csv", "Customer,Article", ROWS.stream()),
        "--interactionColumns=user_id=Customer,item_id=Article",
        "--similarity=cosine");
    assertEquals(COSINE, Files.readAllLines(output));
  }

  @Test
  public void aLogThatCannotBeUsedLeavesTheEarlierTable() throws IOException {
    Files.createDirectories(output.getParent());
    Files.writeString(output, "earlier");
    Path log = write("log.csv", "user_id,item_id", Stream.of("u1,a", "u1,b"));

    for (String runner : List.of("FlinkRunner", "DirectRunner")) {
      InputException thrown =
          assertThrows(InputException.class, () -> run(log, "--runner=" + runner));
      assertEquals(log + ": at least two users are needed; 2 rows used", thrown.getMessage());
    }

    assertEquals("earlier", Files.readString(output));
    assertEquals(List.of("table.csv"), names(output.getParent()));
  }

  @Test
  public void anOutputThatCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("out"), "in the way");
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run(log()));
    assertEquals(
        "output: cannot write "
            + output
            + ": java.nio.file.FileAlreadyExistsException: "
            + folder.resolve("out"),
        thrown.getMessage());
  }

  @Test
  public void anOutputThatIsAFolder() throws IOException {
    Files.createDirectories(output);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run(log()));
    assertEquals("output: " + output + " is a folder; name a file in it", thrown.getMessage());
    assertEquals(List.of(), names(output));
  }

  @Test
  public void optionsThatMeanNothingAreRefusedBeforeAnythingIsWritten() throws IOException {
    assertRefused(
        "similarity: must be one of swing, cosine, iuf, jaccard, lift, pmi, conditional, llr, bm25,"
            + " bpr, two-tower, got dice",
        "--similarity=dice");
    assertRefused("k: must be at least 1, got 0", "--k=0");
    assertRefused("minSupport: must be at least 1, got 0", "--minSupport=0");
    assertRefused("minUserBehavior: must be at least 1, got 0", "--minUserBehavior=0");
    assertRefused("maxUserBehavior: must be at least 1, got 0", "--maxUserBehavior=0");
  }

  @Test
  public void optionsOfCoOccurrenceAreRefusedForWhatIsTrained() throws IOException {
    assertRefused(
        "minSupport: must be 1 with --similarity=bpr, got 2", "--similarity=bpr", "--minSupport=2");
    assertRefused(
        "onExcess: must be sample with --similarity=two-tower, got drop",
        "--similarity=two-tower",
        "--onExcess=drop");
  }

  private void assertRefused(String message, String... options) throws IOException {
    Path log = log();
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run(log, options));
    assertEquals(message, thrown.getMessage());
    assertFalse(Files.exists(output));
  }

  private Path log() throws IOException {
    return write("log.csv", "user_id,item_id", ROWS.stream());
  }

  private Path write(String name, String header, Stream<String> rows) throws IOException {
    return Files.write(folder.resolve(name), Stream.concat(Stream.of(header), rows).toList());
  }

  private static String turned(String row) {
    return row.substring(row.indexOf(',') + 1) + "," + row.substring(0, row.indexOf(','));
  }

  private void run(Path log, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.add("--interactions=" + log);
    arguments.add("--output=" + output);
    new TableProgram().run(arguments.toArray(String[]::new));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
