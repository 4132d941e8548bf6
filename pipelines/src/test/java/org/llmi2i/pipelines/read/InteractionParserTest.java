package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;

/** What a row must say to be an interaction, and what each thing it says wrong is called. */
public class InteractionParserTest {
  private static final InteractionParser PARSER =
      new InteractionParser(new EventTimes("auto"), false);

  @Test
  public void userItemAndTimeAreEnough() throws Exception {
    assertEquals(
        Interaction.newBuilder()
            .setUserId("u1")
            .setItemId("i1")
            .setEventTime(Instant.parse("2010-12-01T08:26:00Z"))
            .setEventType("purchase")
            .setQuantity(1)
            .setPrice(null)
            .setWeight(1)
            .setOrigin(Origin.OBSERVED)
            .build(),
        parse());
    assertEquals(parse(), parse("event_type", "", "quantity", " ", "price", "", "weight", ""));
  }

  @Test
  public void everyFieldIsTakenAndStripped() throws Exception {
    assertEquals(
        Interaction.newBuilder()
            .setUserId("u2")
            .setItemId("i2")
            .setEventTime(Instant.parse("2010-12-01T08:26:00.123456Z"))
            .setEventType("View")
            .setQuantity(0)
            .setPrice(0.0)
            .setWeight(1e-3)
            .build(),
        parse(
            "user_id", " u2 ",
            "item_id", "i2\t",
            "event_time", " 2010-12-01T08:26:00.123456789Z ",
            "event_type", " View",
            "quantity", "0",
            "price", "0.00",
            "weight", "1e-3"));
  }

  @Test
  public void aQuantityMayBeWrittenAsADecimal() throws Exception {
    assertEquals(12, parse("quantity", "12.0").getQuantity());
    assertEquals(3000, parse("quantity", "3e3").getQuantity());
    assertEquals(1_000_000_000_000_000L, parse("quantity", "1000000000000000").getQuantity());
  }

  @Test
  public void anOriginOfTheLogsOwnMeansNothing() throws Exception {
    assertEquals(parse(), parse("origin", "web", "confidence", "high", "exchange_id", "e1"));
  }

  @Test
  public void aSyntheticInteractionKeepsWhereItComesFrom() throws Exception {
    Interaction interaction =
        parse("origin", "synthetic", "confidence", "0.75", "exchange_id", "e1");
    assertEquals(Origin.SYNTHETIC, interaction.getOrigin());
    assertEquals(0.75, interaction.getConfidence(), 0);
    assertEquals("e1", interaction.getExchangeId());
  }

  @Test
  public void withoutUserItemOrTimeARowIsNoInteraction() {
    assertRejected(Reason.MISSING_USER_ID, "user_id is empty", "user_id", "");
    assertRejected(Reason.MISSING_USER_ID, "user_id is empty", "user_id", "  ");
    assertRejected(Reason.MISSING_ITEM_ID, "item_id is empty", "item_id", "");
    assertRejected(Reason.MISSING_EVENT_TIME, "event_time is empty", "event_time", " ");
  }

  @Test
  public void theTimeIsOfTheFormat() {
    assertRejected(
        Reason.INVALID_EVENT_TIME, "event_time is no time: 01/12/2010", "event_time", "01/12/2010");
    assertRejected(
        Reason.INVALID_EVENT_TIME, "event_time is no time: 2010-02-30", "event_time", "2010-02-30");
    assertRejected(
        Reason.INVALID_EVENT_TIME,
        "event_time is no time: " + "x".repeat(200) + "...",
        "event_time",
        "x".repeat(300));
  }

  @Test
  public void theTimeIsOneAtWhichAShopWasOpen() throws Exception {
    for (String text :
        List.of(
            "0",
            "-1",
            "20111-03-05",
            "20111-03-05T08:26:00Z",
            "1989-12-31T23:59:59.999999Z",
            "2100-01-01T00:00:00Z",
            "999999999999999999")) {
      assertRejected(
          Reason.EVENT_TIME_OUT_OF_RANGE,
          "event_time is not from 1990 to 2099: " + text,
          "event_time",
          text);
    }
    assertEquals(
        Instant.parse("1990-01-01T00:00:00Z"), parse("event_time", "1990-01-01").getEventTime());
    assertEquals(
        Instant.parse("2099-12-31T23:59:59.999999Z"),
        parse("event_time", "2099-12-31T23:59:59.999999999Z").getEventTime());
  }

  @Test
  public void theQuantityIsAWholeNumberFromZero() {
    for (String text : List.of("many", "1,5", "NaN", "Infinity", "1e400", "12d", "0x1p3")) {
      assertRejected(
          Reason.INVALID_QUANTITY, "quantity is not a number: " + text, "quantity", text);
    }
    assertRejected(
        Reason.INVALID_QUANTITY, "quantity is not a whole number: 1.5", "quantity", "1.5");
    assertRejected(
        Reason.INVALID_QUANTITY, "quantity is not a whole number: 1.0E16", "quantity", "1e16");
    assertRejected(Reason.NEGATIVE_QUANTITY, "quantity is -12.0", "quantity", "-12");
    assertRejected(Reason.NEGATIVE_QUANTITY, "quantity is -0.5", "quantity", "-0.5");
  }

  @Test
  public void thePriceIsANumberFromZero() {
    assertRejected(Reason.INVALID_PRICE, "price is not a number: £1.25", "price", "£1.25");
    assertRejected(Reason.INVALID_PRICE, "price is not a number: 1.25f", "price", "1.25f");
    assertRejected(Reason.NEGATIVE_PRICE, "price is -0.01", "price", "-0.01");
  }

  @Test
  public void theWeightIsANumberAboveZero() {
    assertRejected(Reason.INVALID_WEIGHT, "weight is not a number: heavy", "weight", "heavy");
    assertRejected(Reason.INVALID_WEIGHT, "weight must be above 0, is 0.0", "weight", "0");
    assertRejected(Reason.INVALID_WEIGHT, "weight must be above 0, is -1.0", "weight", "-1");
  }

  @Test
  public void whereTimesAreOptionalTheEpochStandsForNone() throws Exception {
    InteractionParser optional = new InteractionParser(new EventTimes("auto"), true);
    assertEquals(
        Instant.EPOCH,
        optional.parse(Texts.fields("user_id", "u", "item_id", "i"), "f", 1).getEventTime());
    assertEquals(
        Reason.INVALID_EVENT_TIME,
        assertThrows(
                RowParser.RowException.class,
                () ->
                    optional.parse(
                        Texts.fields("user_id", "u", "item_id", "i", "event_time", "never"),
                        "f",
                        1))
            .reason());
  }

  /** The interaction of a row that is good but for these columns and values, in turns. */
  private static Interaction parse(String... columnsAndValues) throws RowParser.RowException {
    List<String> row = new ArrayList<>(Arrays.asList(columnsAndValues));
    for (String[] good :
        new String[][] {{"user_id", "u1"}, {"item_id", "i1"}, {"event_time", "1291191960"}}) {
      if (!row.contains(good[0])) {
        row.addAll(Arrays.asList(good));
      }
    }
    return PARSER.parse(Texts.fields(row.toArray(String[]::new)), "file", 1);
  }

  private static void assertRejected(Reason reason, String detail, String column, String value) {
    RowParser.RowException rejected =
        assertThrows(value, RowParser.RowException.class, () -> parse(column, value));
    assertEquals(value, reason, rejected.reason());
    assertEquals(detail, rejected.getMessage());
  }
}
