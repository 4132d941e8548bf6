package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.cooccurrence.Cosine;
import org.llmi2i.cooccurrence.Swing;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.train.TrainLog;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.split.Split;

/** {@link RefineSettings}: what options mean, and what is said of those that mean nothing. */
public class RefineSettingsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private static final String SPLIT =
      "split: must be a date (2011-10-01), a time (2011-10-01T12:00:00Z), a fraction of time (0.9)"
          + " or leave-last-out, got ";

  private Path log;
  private Path items;

  @Before
  public void inputs() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    log = Runs.write(folder.resolve("log.csv"), "user_id,item_id,event_time", "u,i,2024-01-01");
    items = Runs.write(folder.resolve("items.csv"), "item_id,title", "i,cup");
  }

  @Test
  public void aDateSplitsAtItsBeginning() {
    assertHolds("2024-01-03", "u1 2024-01-03", "u1 2024-01-05", "u2 2024-01-04", "u2 2024-01-11");
  }

  @Test
  public void aTimeSplitsThere() {
    assertHolds("2024-01-03T00:00:01Z", "u1 2024-01-05", "u2 2024-01-04", "u2 2024-01-11");
  }

  @Test
  public void aFractionSplitsTheTime() {
    assertHolds("0.4", "u1 2024-01-05", "u2 2024-01-11");
  }

  @Test
  public void aFractionNeedsNoZero() {
    assertHolds(".9", "u2 2024-01-11");
  }

  @Test
  public void leaveLastOutHoldsTheLastOfEveryUser() {
    assertHolds("leave-last-out", "u1 2024-01-05", "u2 2024-01-11");
  }

  @Test
  public void ofASplitThatIsNone() {
    assertRefused("--split=yesterday", SPLIT + "yesterday");
    assertRefused("--split=2011-13-01", SPLIT + "2011-13-01");
    assertRefused("--split=2011-02-30", SPLIT + "2011-02-30");
    assertRefused("--split=2011-10-01T12:00", SPLIT + "2011-10-01T12:00");
    assertRefused("--split=-0.5", SPLIT + "-0.5");
    assertRefused("--split=", SPLIT);
    assertRefused("--split=1", "split: a fraction must be above 0 and below 1, got 1.0");
    assertRefused("--split=0.0", "split: a fraction must be above 0 and below 1, got 0.0");
    assertRefused("--split=2011", "split: a fraction must be above 0 and below 1, got 2011.0");
  }

  @Test
  public void whatIsTrainedStaysInThisProcess() {
    assertNotNull(RefineSettings.table(options("--similarity=bpr")));
    assertNotNull(RefineSettings.table(options("--similarity=two-tower", "--runner=DirectRunner")));
    assertNotNull(RefineSettings.table(options("--flinkMaster=localhost:1")));
    for (String elsewhere : List.of("--flinkMaster=localhost:1", "--runner=DataflowRunner")) {
      IllegalArgumentException thrown =
          assertThrows(
              elsewhere,
              IllegalArgumentException.class,
              () -> RefineSettings.table(options("--similarity=bpr", elsewhere)));
      assertEquals(
          "similarity: bpr and two-tower train in this process, not on a cluster or Dataflow; take"
              + " another there, got bpr",
          thrown.getMessage());
    }
  }

  @Test
  public void namesThatAreNone() {
    assertRefused(
        "--similarity=dice",
        "similarity: must be one of swing, cosine, iuf, jaccard, lift, pmi, conditional, llr, bm25,"
            + " bpr, two-tower, got dice");
    assertRefused(
        "--similarity=Cosine",
        "similarity: must be one of swing, cosine, iuf, jaccard, lift, pmi, conditional, llr, bm25,"
            + " bpr, two-tower, got Cosine");
    assertRefused("--target=head", "target: must be one of tail, all, got head");
    assertRefused(
        "--discriminate=observed",
        "discriminate: must be one of synthetic, all, none, got observed");
    assertRefused(
        "--llm=oracle",
        "llm: must be one of embedded, gguf, openai, vertex, vertex-batch, got oracle");
  }

  @Test
  public void numbersOutOfTheirRange() {
    assertRefused("--k=0", "k: must be at least 1, got 0");
    assertRefused("--shrinkage=-1", "shrinkage: must be at least 0, got -1.0");
    assertRefused("--tailShare=1.5", "tailShare: must be from 0 to 1, got 1.5");
    assertRefused("--syntheticPerItem=-1", "syntheticPerItem: must be at least 0, got -1");
    assertRefused("--liveDays=0", "liveDays: must be at least 1, got 0");
    assertRefused("--syntheticWeight=0", "syntheticWeight: must be above 0, got 0.0");
    assertRefused("--syntheticWeight=NaN", "syntheticWeight: must be above 0, got NaN");
    assertRefused("--falsePositiveRate=2", "falsePositiveRate: must be from 0 to 1, got 2.0");
    assertRefused("--triggers=0", "triggers: must be at least 1, got 0");
    assertRefused(
        "--historyLength=-1",
        "historyLength: must be at least 1, or 0 for the model's own, got -1");
    assertRefused(
        "--reportItems=-1",
        "reportItems: must be at least 1, or 0 for a report without explorer, got -1");
  }

  @Test
  public void columnsAndPatternsThatAreNone() {
    assertRefused(
        "--interactionColumns=user=Customer",
        "interactionColumns: must be field=column pairs of the fields user_id, item_id,"
            + " event_time, event_type, quantity, price, weight, got user=Customer");
    assertRefused(
        "--interactionColumns=user_id=Customer",
        log
            + ": no column for user_id (looked for Customer); columns found: user_id, item_id,"
            + " event_time");
    assertRefused(
        "--eventTimeFormat=HH:mm",
        "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm, got HH:mm (it has"
            + " no full date)");
  }

  @Test
  public void similaritiesTakeTheirOptions() {
    assertEquals(Cosine.create().withShrinkage(2.5), RefineSettings.similarity("cosine", 2.5, 7));
    assertEquals(Swing.create().withSeed(7), RefineSettings.similarity("swing", 2.5, 7));
  }

  /** Holds out these of six interactions of two users. */
  private void assertHolds(String split, String... held) {
    Coder<Interaction> coder = AvroCoder.specific(Interaction.class);
    PCollectionTuple sides =
        pipeline
            .apply(
                Create.of(
                        interaction("u1", "2024-01-01"),
                        interaction("u1", "2024-01-03"),
                        interaction("u1", "2024-01-05"),
                        interaction("u2", "2024-01-02"),
                        interaction("u2", "2024-01-04"),
                        interaction("u2", "2024-01-11"))
                    .withCoder(coder))
            .apply(TrainLog.split(options("--split=" + split)));
    sides.get(Split.TRAIN).setCoder(coder);
    PAssert.that(
            sides
                .get(Split.HOLDOUT)
                .setCoder(coder)
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            interaction ->
                                interaction.getUserId()
                                    + " "
                                    + LocalDate.ofInstant(
                                        interaction.getEventTime(), ZoneOffset.UTC))))
        .containsInAnyOrder(held);
    pipeline.run();
  }

  private static Interaction interaction(String user, String date) {
    return Interaction.newBuilder()
        .setUserId(user)
        .setItemId("item of " + date)
        .setEventTime(LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant())
        .build();
  }

  private static RefineOptions options(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--interactions=log.csv"));
    arguments.add("--items=items.csv");
    arguments.add("--output=out");
    arguments.addAll(List.of(more));
    return Options.parse(RefineOptions.class, arguments.toArray(String[]::new));
  }

  /** The job says this, before anything is written. */
  private void assertRefused(String option, String message) {
    IllegalArgumentException thrown =
        assertThrows(
            option, IllegalArgumentException.class, () -> Runs.run(log, items, "out", option));
    assertEquals(message, thrown.getMessage());
    assertFalse(Files.exists(log.resolveSibling("out")));
  }
}
