package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/** {@link ReadInteractions} in a pipeline: every row comes out once, as one or the other. */
public class ReadInteractionsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private static final Instant AT = Instant.parse("2020-01-02T03:04:05Z");
  private static final Rejector REJECTOR = new Rejector("", "run-1", AT);
  private static final String HEADER = "user_id,item_id,event_time,quantity,price,weight";

  /** A row of each kind; %d is its number, which its user or item bears. */
  private static final Map<String, Reason> BROKEN =
      Map.ofEntries(
          Map.entry("u%d,\"i,1291191960,1,1,1", Reason.MALFORMED_ROW),
          Map.entry("u%d,i,1291191960,1,1", Reason.MALFORMED_ROW),
          Map.entry("u%d,i,1291191960,1,1,1,1", Reason.MALFORMED_ROW),
          Map.entry("u%d,\u00c9,1291191960,1,1,1", Reason.MALFORMED_ROW),
          Map.entry(",i%d,1291191960,1,1,1", Reason.MISSING_USER_ID),
          Map.entry("u%d,,1291191960,1,1,1", Reason.MISSING_ITEM_ID),
          Map.entry("u%d,i,,1,1,1", Reason.MISSING_EVENT_TIME),
          Map.entry("u%d,i,soon,1,1,1", Reason.INVALID_EVENT_TIME),
          Map.entry("u%d,i,20111-12-01,1,1,1", Reason.EVENT_TIME_OUT_OF_RANGE),
          Map.entry("u%d,i,1291191960,1.5,1,1", Reason.INVALID_QUANTITY),
          Map.entry("u%d,i,1291191960,-1,1,1", Reason.NEGATIVE_QUANTITY),
          Map.entry("u%d,i,1291191960,1,free,1", Reason.INVALID_PRICE),
          Map.entry("u%d,i,1291191960,1,-1,1", Reason.NEGATIVE_PRICE),
          Map.entry("u%d,i,1291191960,1,1,0", Reason.INVALID_WEIGHT));

  private Path folder;

  @Before
  public void folder() throws Exception {
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void aFileThatAWorkerDoesNotSeeEndsTheRun() {
    String file = folder.resolve("elsewhere.csv").toString();
    pipeline.apply(ReadInteractions.from(file, REJECTOR));

    Pipeline.PipelineExecutionException thrown =
        assertThrows(Pipeline.PipelineExecutionException.class, pipeline::run);
    assertEquals(InputException.class, thrown.getCause().getClass());
    assertEquals(
        file + ": a worker sees no such file; all machines must see it by this name",
        thrown.getCause().getMessage());
  }

  @Test
  public void aRowIsAnInteractionOrARejectedRowThatSaysWhy() {
    String file =
        Texts.write(
            folder.resolve("log.csv"),
            Texts.lines(
                HEADER, "u1,i1,2010-12-01T08:26:00Z,2,1.25,", "u2,i2,never,1,,1", "u3,\"i3,0"));

    PCollectionTuple read = pipeline.apply(ReadInteractions.from(file, REJECTOR));

    PAssert.that(read.get(ReadInteractions.INTERACTIONS))
        .containsInAnyOrder(
            interaction("u1", "i1", "2010-12-01T08:26:00Z").setQuantity(2).setPrice(1.25).build());
    PAssert.that(read.get(ReadInteractions.REJECTED))
        .containsInAnyOrder(
            new Rejected(
                "ReadInteractions",
                Reason.INVALID_EVENT_TIME,
                "event_time is no time: never",
                "{\"user_id\":\"u2\",\"item_id\":\"i2\",\"event_time\":\"never\","
                    + "\"quantity\":\"1\",\"price\":\"\",\"weight\":\"1\"}",
                "run-1",
                AT),
            new Rejected(
                "ReadInteractions",
                Reason.MALFORMED_ROW,
                "broken quoting",
                "{\"line\":\"u3,\\\"i3,0\"}",
                "run-1",
                AT));
    pipeline.run();
  }

  @Test
  public void aLogWithOnePercentOfEveryBrokenRowLosesExactlyThose() {
    int rows = 20_000;
    int ofEach = rows / 100;
    List<String> kinds = new ArrayList<>();
    BROKEN.keySet().stream()
        .sorted()
        .forEach(kind -> kinds.addAll(Collections.nCopies(ofEach, kind)));
    while (kinds.size() < rows) {
      kinds.add(
          kinds.size() % 3 == 0
              ? "u%d,\"i, \"\"6\"\"\ni\",1291191960,1,1,1"
              : "u%d,i,1291191960,,,");
    }
    Collections.shuffle(kinds, new Random(11));
    StringBuilder text = new StringBuilder(HEADER + "\n");
    Set<String> goodUsers = new HashSet<>();
    Map<Reason, Integer> rejected = new TreeMap<>();
    for (int i = 0; i < rows; i++) {
      text.append(kinds.get(i).replace("%d", "" + i)).append('\n');
      Reason reason = BROKEN.get(kinds.get(i));
      if (reason == null) {
        goodUsers.add("u" + i);
      } else {
        rejected.merge(reason, 1, Integer::sum);
      }
    }
    String file =
        Texts.write(
            folder.resolve("log.csv"), text.toString().getBytes(StandardCharsets.ISO_8859_1));

    PCollectionTuple read = pipeline.apply(ReadInteractions.from(file, REJECTOR));

    assertEquals(
        Map.of(Reason.MALFORMED_ROW, 800, Reason.INVALID_WEIGHT, 200),
        Map.of(
            Reason.MALFORMED_ROW, rejected.get(Reason.MALFORMED_ROW),
            Reason.INVALID_WEIGHT, rejected.get(Reason.INVALID_WEIGHT)));
    PAssert.that(read.get(ReadInteractions.INTERACTIONS))
        .satisfies(
            interactions -> {
              List<String> users = new ArrayList<>();
              interactions.forEach(interaction -> users.add(interaction.getUserId()));
              assertEquals(rows - BROKEN.size() * ofEach, users.size());
              assertEquals(goodUsers, new HashSet<>(users));
              return null;
            });
    PAssert.that(read.get(ReadInteractions.REJECTED))
        .satisfies(
            records -> {
              Map<Reason, Integer> counts = new TreeMap<>();
              records.forEach(record -> counts.merge(record.getReason(), 1, Integer::sum));
              assertEquals(rejected, counts);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aHeaderAloneIsAnEmptyLog() {
    String file = Texts.write(folder.resolve("log.csv"), HEADER + "\n");
    assertReads(ReadInteractions.from(file, REJECTOR));
  }

  @Test
  public void oneRow() {
    String file = Texts.write(folder.resolve("log.csv"), HEADER + "\nu1,i1,2010-12-01,,,");
    assertReads(
        ReadInteractions.from(file, REJECTOR),
        interaction("u1", "i1", "2010-12-01T00:00:00Z").build());
  }

  @Test
  public void filesOfAllFormatsAreReadTogether() {
    Texts.write(folder.resolve("a.csv"), Texts.lines(HEADER, "u1,i1,2010-12-01,,,"));
    Texts.write(
        folder.resolve("b.tsv.gz"),
        Texts.gzip(Texts.lines("time\titem_id\tuser_id", "2010-12-02\ti2\tu2")));
    Texts.write(
        folder.resolve("c.jsonl"),
        Texts.lines("{\"user_id\": \"u3\", \"item_id\": \"i3\", \"timestamp\": 1291334400}"));
    Interaction four = interaction("u4", "i4", "2010-12-04T00:00:00Z").build();
    Texts.write(folder.resolve("d.avro"), Texts.avro(four));

    assertReads(
        ReadInteractions.from(folder + "/*", REJECTOR),
        interaction("u1", "i1", "2010-12-01T00:00:00Z").build(),
        interaction("u2", "i2", "2010-12-02T00:00:00Z").build(),
        interaction("u3", "i3", "2010-12-03T00:00:00Z").build(),
        four);
  }

  @Test
  public void aPlainFileNamedGzIsReadAsItIs() {
    String file =
        Texts.write(folder.resolve("log.csv.gz"), Texts.lines(HEADER, "u1,i1,2010-12-01,,,"));
    assertReads(
        ReadInteractions.from(file, REJECTOR),
        interaction("u1", "i1", "2010-12-01T00:00:00Z").build());
  }

  @Test
  public void columnsAndTimeFormatAreAsStated() {
    String file =
        Texts.write(
            folder.resolve("log.csv"),
            Texts.lines("Customer,StockCode,InvoiceDate", "u1,i1,01/12/2010 08:26"));
    assertReads(
        ReadInteractions.from(file, REJECTOR)
            .withColumns(
                ColumnMapping.parse(
                    "columns",
                    "user_id=Customer,item_id=StockCode,event_time=InvoiceDate",
                    ReadInteractions.fields()))
            .withEventTimeFormat("dd/MM/yyyy HH:mm"),
        interaction("u1", "i1", "2010-12-01T08:26:00Z").build());
  }

  @Test
  public void aLogWithoutTimesIsReadOnRequest() {
    String file = Texts.write(folder.resolve("log.csv"), Texts.lines("user_id,item_id", "u1,i1"));
    assertReads(
        ReadInteractions.from(file, REJECTOR).withEventTimeOptional(),
        interaction("u1", "i1", "1970-01-01T00:00:00Z").build());
  }

  @Test
  public void aFileThatIsCutOffStopsTheRunAndIsNamed() {
    byte[] whole = Texts.gzip(Texts.lines(HEADER, "u1,i1,2010-12-01,,,"));
    String file =
        Texts.write(folder.resolve("log.csv.gz"), Arrays.copyOf(whole, whole.length - 12));
    pipeline.apply(ReadInteractions.from(file, REJECTOR));

    Throwable cause = assertThrows(RuntimeException.class, pipeline::run);
    while (!String.valueOf(cause.getMessage()).startsWith(file)) {
      cause = cause.getCause();
    }
    assertEquals(file + ": cannot be read behind row 0: the file is cut off", cause.getMessage());
  }

  private void assertReads(ReadInteractions read, Interaction... expected) {
    PCollectionTuple out = pipeline.apply(read);
    PAssert.that(out.get(ReadInteractions.INTERACTIONS)).containsInAnyOrder(expected);
    PAssert.that(out.get(ReadInteractions.REJECTED)).empty();
    pipeline.run();
  }

  private static Interaction.Builder interaction(String user, String item, String time) {
    return Interaction.newBuilder()
        .setUserId(user)
        .setItemId(item)
        .setEventTime(Instant.parse(time));
  }
}
