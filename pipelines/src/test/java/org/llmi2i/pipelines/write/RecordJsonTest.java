package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertEquals;

import java.time.Instant;
import java.util.Map;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link RecordJson}: records as they stand in the files of a run. */
public class RecordJsonTest {
  @Test
  public void fieldsHaveTheirNamesAndOrder() {
    assertEquals(
        "{\"run_id\":\"r1\",\"variant\":\"REFINED\",\"similarity\":\"cosine\","
            + "\"metric\":\"Recall\",\"k\":50,\"slice\":\"TAIL\",\"value\":0.25,\"ci_low\":0.125,"
            + "\"ci_high\":0.5,\"n\":1000}",
        RecordJson.of(
                new Metric(
                    "r1",
                    Variant.REFINED,
                    "cosine",
                    "Recall",
                    50,
                    Slice.TAIL,
                    0.25,
                    0.125,
                    0.5,
                    1000L))
            .toString());
  }

  @Test
  public void whatIsNotThereIsNull() {
    assertEquals(
        "{\"run_id\":\"r1\",\"variant\":\"BASE\",\"similarity\":\"swing\",\"metric\":\"RocAuc\","
            + "\"k\":null,\"slice\":\"ALL\",\"value\":1.0,\"ci_low\":null,\"ci_high\":null,"
            + "\"n\":0}",
        RecordJson.of(
                new Metric(
                    "r1", Variant.BASE, "swing", "RocAuc", null, Slice.ALL, 1.0, null, null, 0L))
            .toString());
  }

  @Test
  public void timesAreIso8601() {
    assertEquals(
        "{\"user_id\":\"u\",\"item_id\":\"i\",\"event_time\":\"2010-12-01T08:26:00.123456Z\","
            + "\"event_type\":\"purchase\",\"quantity\":1,\"price\":null,\"weight\":1.0,"
            + "\"origin\":\"SYNTHETIC\",\"confidence\":0.5,\"exchange_id\":\"e\"}",
        RecordJson.of(
                Interaction.newBuilder()
                    .setUserId("u")
                    .setItemId("i")
                    .setEventTime(Instant.parse("2010-12-01T08:26:00.123456Z"))
                    .setOrigin(Origin.SYNTHETIC)
                    .setConfidence(0.5)
                    .setExchangeId("e")
                    .build())
            .toString());
  }

  @Test
  public void mapsAreSorted() {
    Run run =
        Run.newBuilder()
            .setRunId("r1")
            .setStartedAt(Instant.EPOCH)
            .setFinishedAt(Instant.EPOCH)
            .setOptions(Map.of("split", "0.9", "k", "50", "items", "a.csv"))
            .setVersions(Map.of())
            .setCounts(Map.of("b", 2L, "a", 1L))
            .build();
    assertEquals(
        "{\"items\":\"a.csv\",\"k\":\"50\",\"split\":\"0.9\"}",
        RecordJson.of(run).get("options").toString());
    assertEquals("{\"a\":1,\"b\":2}", RecordJson.of(run).get("counts").toString());
    assertEquals("{}", RecordJson.of(run).get("versions").toString());
  }

  @Test
  public void textIsEscaped() {
    assertEquals(
        "\"6\\\" \\\\ line\\nbreak\"",
        RecordJson.of(Item.newBuilder().setItemId("i").setTitle("6\" \\ line\nbreak").build())
            .get("title")
            .toString());
  }
}
