package org.llmi2i.pipelines.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;

/** Makes interactions of rows. */
final class InteractionParser implements RowParser<Interaction> {
  static final List<String> FIELDS =
      List.of("user_id", "item_id", "event_time", "event_type", "quantity", "price", "weight");

  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private final EventTimes times;
  private final boolean timeOptional;

  InteractionParser(EventTimes times, boolean timeOptional) {
    this.times = times;
    this.timeOptional = timeOptional;
  }

  @Override
  public Interaction parse(Fields fields, String file, long number) throws RowException {
    Interaction interaction = new Interaction();
    interaction.setUserId(fields.required("user_id", Reason.MISSING_USER_ID));
    interaction.setItemId(fields.required("item_id", Reason.MISSING_ITEM_ID));
    interaction.setEventTime(eventTime(fields));
    String type = fields.text("event_type");
    interaction.setEventType(type.isEmpty() ? "purchase" : type);
    interaction.setQuantity(quantity(fields));
    Double price = fields.number("price", Reason.INVALID_PRICE);
    if (price != null && price < 0) {
      throw new RowException(Reason.NEGATIVE_PRICE, "price is " + price);
    }
    interaction.setPrice(price);
    interaction.setWeight(weight(fields));
    interaction.setOrigin(Origin.OBSERVED);
    if (fields.text("origin").equalsIgnoreCase("SYNTHETIC")) {
      setSynthetic(interaction, fields);
    }
    return interaction;
  }

  /** The fields of an interaction that we wrote ourselves. */
  private static void setSynthetic(Interaction interaction, Fields fields) throws RowException {
    interaction.setOrigin(Origin.SYNTHETIC);
    interaction.setConfidence(fields.number("confidence", Reason.INVALID_CONFIDENCE));
    String exchange = fields.text("exchange_id");
    interaction.setExchangeId(exchange.isEmpty() ? null : exchange);
  }

  private Instant eventTime(Fields fields) throws RowException {
    String text = fields.text("event_time");
    if (text.isEmpty()) {
      if (timeOptional) {
        return Instant.EPOCH;
      }
      throw new RowException(Reason.MISSING_EVENT_TIME, "event_time is empty");
    }
    Instant time;
    try {
      time = times.parse(text);
    } catch (DateTimeException e) {
      throw new RowException(
          Reason.INVALID_EVENT_TIME, "event_time is no time: " + Fields.shortened(text));
    }
    if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
      throw new RowException(
          Reason.EVENT_TIME_OUT_OF_RANGE,
          "event_time is not from 1990 to 2099: " + Fields.shortened(text));
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static long quantity(Fields fields) throws RowException {
    Double quantity = fields.number("quantity", Reason.INVALID_QUANTITY);
    if (quantity == null) {
      return 1;
    }
    if (quantity < 0) {
      throw new RowException(Reason.NEGATIVE_QUANTITY, "quantity is " + quantity);
    }
    if (quantity != Math.rint(quantity) || quantity > 1e15) {
      throw new RowException(
          Reason.INVALID_QUANTITY, "quantity is not a whole number: " + quantity);
    }
    return quantity.longValue();
  }

  private static double weight(Fields fields) throws RowException {
    Double weight = fields.number("weight", Reason.INVALID_WEIGHT);
    if (weight != null && weight <= 0) {
      throw new RowException(Reason.INVALID_WEIGHT, "weight must be above 0, is " + weight);
    }
    return weight == null ? 1 : weight;
  }
}
