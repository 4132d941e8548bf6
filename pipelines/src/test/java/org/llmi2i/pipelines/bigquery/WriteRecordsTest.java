package org.llmi2i.pipelines.bigquery;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Rejected;

/** {@link WriteRecords}: a bad row is rejected, and spoils no load of the others. */
public class WriteRecordsTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private Fakes fakes;

  @Before
  public void start() throws IOException {
    fakes = Fakes.start();
  }

  @After
  public void stop() {
    fakes.close();
  }

  @Test
  public void badRowsAreRejectedByFileLoads() throws Exception {
    badRowsAreRejected("bad_loads", BigQueryIO.Write.Method.FILE_LOADS);
  }

  @Test
  public void badRowsAreRejectedByTheStorageWriteApi() throws Exception {
    badRowsAreRejected("bad_stream", BigQueryIO.Write.Method.STORAGE_WRITE_API);
  }

  /** Found by the service alone, after the row was sent. */
  @Test
  public void whatTheStorageWriteApiRefusesIsRejected() throws Exception {
    fakes.refuse("user_id", "refused");

    PCollection<Rejected> rejected =
        write("refused", BigQueryIO.Write.Method.STORAGE_WRITE_API, interaction("refused"));

    PAssert.that(
            rejected.apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(one -> one.getStage() + " " + one.getReason() + ": " + user(one))))
        .containsInAnyOrder("Write_interactions UNFIT_FOR_TABLE: refused");
    pipeline.run();
    assertEquals(
        List.of("good"),
        fakes.rows("refused", "interactions").stream().map(row -> row.get("user_id")).toList());
  }

  private static String user(Rejected one) {
    try {
      return new ObjectMapper().readTree(one.getRecord()).get("user_id").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void badRowsAreRejected(String dataset, BigQueryIO.Write.Method method) throws Exception {
    Interaction infinite = interaction("infinite");
    infinite.setWeight(Double.POSITIVE_INFINITY);
    Interaction noNumber = interaction("no number");
    noNumber.setPrice(Double.NaN);
    Interaction late = interaction("late");
    late.setEventTime(Instant.parse("+10000-01-01T00:00:00Z"));
    Interaction large = interaction("large");
    large.setEventType("x".repeat(TableRows.MAX_BYTES));

    PCollection<Rejected> rejected = write(dataset, method, infinite, noNumber, late, large);

    PAssert.that(
            rejected.apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(one -> one.getStage() + " " + one.getReason() + ": " + one.getDetail())))
        .containsInAnyOrder(
            "Write_interactions UNFIT_FOR_TABLE: weight is Infinity",
            "Write_interactions UNFIT_FOR_TABLE: price is NaN",
            "Write_interactions UNFIT_FOR_TABLE: event_time is not from the year 1 to 9999:"
                + " +10000-01-01T00:00:00Z",
            "Write_interactions UNFIT_FOR_TABLE: the row has 8388673 bytes, and at most 8388608"
                + " are taken");
    pipeline.run();
    assertEquals(
        List.of("good"),
        fakes.rows(dataset, "interactions").stream().map(row -> row.get("user_id")).toList());
    assertEquals("run", fakes.rows(dataset, "interactions").get(0).get("run_id"));
  }

  private PCollection<Rejected> write(
      String dataset, BigQueryIO.Write.Method method, Interaction... bad) throws Exception {
    fakes.dataset(dataset);
    fakes.lead(pipeline.getOptions(), temporary.getRoot().toString());
    return pipeline
        .apply(Create.of(interaction("good"), bad))
        .apply(
            WriteRecords.<Interaction>to(
                BigQueryName.dataset("output", "bigquery:shop." + dataset),
                RunTable.INTERACTIONS,
                method,
                new Rejector("", "run", Instant.EPOCH)))
        .get(WriteRecords.REJECTED);
  }

  private static Interaction interaction(String user) {
    return Interaction.newBuilder()
        .setUserId(user)
        .setItemId("item")
        .setEventTime(Instant.EPOCH)
        .setOrigin(Origin.OBSERVED)
        .build();
  }
}
