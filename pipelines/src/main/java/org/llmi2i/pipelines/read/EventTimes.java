package org.llmi2i.pipelines.read;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads event times. {@code auto} takes whole numbers as seconds since the epoch, from 10^11 on as
 * milliseconds and from 10^14 on as microseconds, and anything else as ISO-8601, with a T or a
 * space between date and time, with or without time, seconds and zone. Without a zone UTC is meant.
 * A day that is not in the calendar is no time.
 */
final class EventTimes implements Serializable {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          // Years of five digits are read, so that they can be rejected as what they are.
          .appendValue(ChronoField.YEAR, 4, 9, SignStyle.NORMAL)
          .appendPattern("-MM-dd[['T'][ ]HH:mm[:ss[")
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .appendPattern("]]][ ][XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2011, 10, 25, 17, 48, 0, 0, ZoneOffset.UTC);

  private final String format;
  private transient DateTimeFormatter formatter;

  /**
   * @throws IllegalArgumentException if the format is neither auto nor a pattern
   */
  EventTimes(String format) {
    this.format = format;
    formatter();
  }

  /**
   * Reads a time.
   *
   * @throws DateTimeException if the text is not of the format
   */
  Instant parse(String text) {
    if (format.equals("auto") && isNumber(text)) {
      return fromEpoch(Long.parseLong(text));
    }
    return toInstant(formatter().parse(text));
  }

  private static Instant toInstant(TemporalAccessor parsed) {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    @Nullable ZoneId zone = parsed.query(TemporalQueries.zone());
    return LocalDateTime.of(
            parsed.query(TemporalQueries.localDate()), time == null ? LocalTime.MIDNIGHT : time)
        .atZone(zone == null ? ZoneOffset.UTC : zone)
        .toInstant();
  }

  private DateTimeFormatter formatter() {
    if (formatter == null) {
      try {
        formatter = format.equals("auto") ? ISO : ofPattern(format);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalArgumentException(
            "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm, got "
                + format
                + " ("
                + e.getMessage()
                + ")",
            e);
      }
    }
    return formatter;
  }

  /** Years are of our era, so that y may stand for them though days are checked strictly. */
  private static DateTimeFormatter ofPattern(String pattern) {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern)
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    String sample = formatter.format(SAMPLE);
    TemporalAccessor parsed = formatter.parse(sample);
    if (parsed.query(TemporalQueries.localDate()) == null) {
      throw new IllegalArgumentException("it has no full date");
    }
    if (!formatter.format(toInstant(parsed).atZone(ZoneOffset.UTC)).equals(sample)) {
      throw new IllegalArgumentException("it has half a time, such as hh without a");
    }
    return formatter;
  }

  private static Instant fromEpoch(long number) {
    if (number >= 100_000_000_000_000L) {
      return Instant.EPOCH.plus(number, ChronoUnit.MICROS);
    }
    return number >= 100_000_000_000L
        ? Instant.ofEpochMilli(number)
        : Instant.ofEpochSecond(number);
  }

  private static boolean isNumber(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    if (text.length() == from || text.length() > 18) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
