package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.schemas.Neighbor;

/** {@link WriteTable}: one sorted file, whatever the order and the ids of the rows. */
public class WriteTableTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private static final String HEADER = "item_id,neighbor_id,rank,score,support\n";

  private Path folder;

  @Before
  public void folder() throws IOException {
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void rowsAreSortedByItemAndRanked() throws IOException {
    write(
        row("b", new NeighborRow.Entry("a", 0.5, 3)),
        row("a", new NeighborRow.Entry("b", 0.5, 3), new NeighborRow.Entry("c", 0.25, 1)),
        row("B", new NeighborRow.Entry("a", 1e-9, 1)),
        row("a1", new NeighborRow.Entry("a", 12, 1_000_000)));

    assertEquals(
        HEADER
            + """
            B,a,1,1.0E-9,1
            a,b,1,0.5,3
            a,c,2,0.25,1
            a1,a,1,12.0,1000000
            b,a,1,0.5,3
            """,
        csv());
  }

  @Test
  public void theAvroFileHoldsTheSameInTheSameOrder() throws IOException {
    write(
        row("b", new NeighborRow.Entry("a", 0.5, 3)),
        row("a", new NeighborRow.Entry("b", 0.5, 3), new NeighborRow.Entry("c", 0.25, 1)));

    assertEquals(
        List.of(
            new Neighbor("a", "b", 1, 0.5, 3L, "swing", "run-1"),
            new Neighbor("a", "c", 2, 0.25, 1L, "swing", "run-1"),
            new Neighbor("b", "a", 1, 0.5, 3L, "swing", "run-1")),
        avro());
  }

  @Test
  public void anEmptyTableHasItsHeader() throws IOException {
    write();

    assertEquals(HEADER, csv());
    assertEquals(List.of(), avro());
    assertEquals(List.of("table.avro", "table.csv"), names());
  }

  @Test
  public void anItemWithoutNeighborsHasNoLine() throws IOException {
    write(row("a"), row("b", new NeighborRow.Entry("a", 0.5, 3)));
    assertEquals(HEADER + "b,a,1,0.5,3\n", csv());
  }

  @Test
  public void idsOfAnyTextComeBackAsTheyWere() throws IOException {
    List<String> ids =
        List.of(
            "6\"",
            "a,b",
            "line\nbreak",
            "return\r\nbreak",
            " spaces ",
            "=1+1",
            "#",
            "é 红",
            "-",
            "");
    write(row("x", ids.stream().map(id -> new NeighborRow.Entry(id, 1, 1)).toList()));

    List<String> read = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(csv(), CSVFormat.RFC4180)) {
      for (CSVRecord record : parser) {
        assertEquals(record.toString(), 5, record.size());
        read.add(record.get(1));
      }
    }
    assertEquals("neighbor_id", read.remove(0));
    assertEquals(ids, read);
  }

  @Test
  public void idsAreQuotedWhereTheyMustBe() throws IOException {
    write(
        row(
            "6\", red",
            new NeighborRow.Entry("line\nbreak", 1, 1),
            new NeighborRow.Entry("plain id", 1, 1)));
    assertEquals(
        HEADER + "\"6\"\", red\",\"line\nbreak\",1,1.0,1\n" + "\"6\"\", red\",plain id,2,1.0,1\n",
        csv());
  }

  @Test
  public void aLargeTableIsOneSortedFileAndLeavesNoParts() throws IOException {
    List<NeighborRow> rows = new ArrayList<>();
    StringBuilder expected = new StringBuilder(HEADER);
    for (int item = 1000; item < 6000; item++) {
      rows.add(row("i" + item, new NeighborRow.Entry("j" + item, item / 8.0, item)));
      expected.append("i" + item + ",j" + item + ",1," + item / 8.0 + "," + item + "\n");
    }
    Collections.shuffle(rows, new Random(7));
    write(rows.toArray(NeighborRow[]::new));

    assertEquals(expected.toString(), csv());
    assertEquals(List.of("table.avro", "table.csv"), names());
  }

  @Test
  public void onRequestThereIsTextOnly() throws IOException {
    pipeline
        .apply(
            Create.of(row("a", new NeighborRow.Entry("b", 0.5, 3)))
                .withCoder(NeighborRowCoder.of()))
        .apply(WriteTable.csv(folder + "/table"));
    pipeline.run();

    assertEquals(HEADER + "a,b,1,0.5,3\n", csv());
    assertEquals(List.of("table.csv"), names());
  }

  private void write(NeighborRow... rows) {
    PCollection<String> written =
        pipeline
            .apply(Create.of(List.of(rows)).withCoder(NeighborRowCoder.of()))
            .apply(WriteTable.to(folder + "/table", "swing", "run-1"));
    PAssert.that(written).containsInAnyOrder(folder + "/table.csv");
    pipeline.run();
  }

  private String csv() throws IOException {
    return Files.readString(folder.resolve("table.csv"));
  }

  private List<Neighbor> avro() throws IOException {
    List<Neighbor> records = new ArrayList<>();
    try (DataFileReader<Neighbor> reader =
        new DataFileReader<>(
            folder.resolve("table.avro").toFile(), new SpecificDatumReader<>(Neighbor.class))) {
      reader.forEach(records::add);
    }
    return records;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static NeighborRow row(String item, NeighborRow.Entry... neighbors) {
    return row(item, List.of(neighbors));
  }

  private static NeighborRow row(String item, List<NeighborRow.Entry> neighbors) {
    return new NeighborRow(item, neighbors);
  }
}
