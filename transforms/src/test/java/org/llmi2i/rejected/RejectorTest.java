package org.llmi2i.rejected;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

public class RejectorTest {
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.123456789Z");

  private final Rejector rejector = new Rejector("Read", "run-1", STARTED);

  @Test
  public void aRejectedRecordNamesStageRunAndTime() {
    assertEquals(
        new Rejected(
            "Read",
            Reason.INVALID_PRICE,
            "price: x",
            "{\"price\":\"x\"}",
            "run-1",
            Instant.parse("2026-01-02T03:04:05.123456Z")),
        rejector.reject(Reason.INVALID_PRICE, "price: x", "{\"price\":\"x\"}"));
  }

  @Test
  public void anotherStageOfTheSameRun() {
    assertEquals(new Rejector("LlmGenerate", "run-1", STARTED), rejector.in("LlmGenerate"));
  }

  @Test
  public void aRecordIsRejectedAsJsonWhateverItsTexts() throws Exception {
    Interaction interaction =
        Interaction.newBuilder()
            .setUserId("a \"user\"\n\\")
            .setItemId("\uD83D\uDED2")
            .setEventTime(STARTED)
            .build();

    JsonNode json =
        new ObjectMapper().readTree(rejector.reject(Reason.NO_TITLE, "", interaction).getRecord());

    assertEquals("a \"user\"\n\\", json.get("user_id").asText());
    assertEquals("\uD83D\uDED2", json.get("item_id").asText());
    assertEquals("OBSERVED", json.get("origin").asText());
    assertEquals(1.0, json.get("weight").asDouble(), 0);
  }

  @Test
  public void travelsToTheWorkers() {
    assertEquals(rejector, SerializableUtils.clone(rejector));
  }
}
