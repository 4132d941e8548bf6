package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;

/** Times as logs write them. */
public class EventTimesTest {
  private static final Instant MINUTE = Instant.parse("2010-12-01T08:26:00Z");

  @Test
  public void wholeNumbersAreSecondsMillisOrMicrosByTheirSize() {
    assertEquals(MINUTE, auto("1291191960"));
    assertEquals(MINUTE.plusMillis(7), auto("1291191960007"));
    assertEquals(MINUTE.plusNanos(7000), auto("1291191960000007"));
    assertEquals(Instant.EPOCH, auto("0"));
    assertEquals(Instant.EPOCH.minusSeconds(1), auto("-1"));
  }

  @Test
  public void theUnitsMeetAtTheStatedNumbers() {
    assertEquals(Instant.ofEpochSecond(99_999_999_999L), auto("99999999999"));
    assertEquals(Instant.ofEpochMilli(100_000_000_000L), auto("100000000000"));
    assertEquals(Instant.ofEpochMilli(99_999_999_999_999L), auto("99999999999999"));
    assertEquals(Instant.ofEpochSecond(100_000_000), auto("100000000000000"));
  }

  @Test
  public void isoNeedsNeitherTNorZoneNorTimeNorSeconds() {
    for (String text :
        new String[] {
          "2010-12-01T08:26:00Z",
          "2010-12-01T08:26:00",
          "2010-12-01T08:26",
          "2010-12-01 08:26:00",
          "2010-12-01 08:26",
          "2010-12-01 08:26Z",
          "2010-12-01t08:26:00z",
          "2010-12-01 08:26:00 Z",
        }) {
      assertEquals(text, MINUTE, auto(text));
    }
    assertEquals(Instant.parse("2010-12-01T00:00:00Z"), auto("2010-12-01"));
  }

  @Test
  public void aZoneIsTakenOff() {
    for (String text :
        new String[] {
          "2010-12-01T09:26:00+01:00",
          "2010-12-01T09:26:00+0100",
          "2010-12-01T09:26:00+01",
          "2010-12-01 09:26 +01:00",
          "2010-12-01T03:56:00-04:30",
          "2010-11-30T23:26:00.000-09:00",
        }) {
      assertEquals(text, MINUTE, auto(text));
    }
  }

  @Test
  public void aFractionHasOneToNineDigits() {
    String digits = "123456789";
    for (int length = 1; length <= 9; length++) {
      String fraction = digits.substring(0, length);
      Instant expected = MINUTE.plusNanos(Long.parseLong(fraction + "0".repeat(9 - length)));
      assertEquals(expected, auto("2010-12-01T08:26:00." + fraction + "Z"));
      assertEquals(expected, auto("2010-12-01 08:26:00." + fraction));
      assertEquals(expected, auto("2010-12-01 09:26:00." + fraction + "+01:00"));
    }
  }

  @Test
  public void aYearOfFiveDigitsIsReadSoThatItCanBeToldFromNonsense() {
    assertEquals(
        LocalDate.of(20111, 3, 5), LocalDate.ofInstant(auto("20111-03-05"), ZoneOffset.UTC));
  }

  @Test
  public void nonsenseIsNoTime() {
    for (String text :
        new String[] {
          "yesterday",
          "-",
          "2010-12",
          "2010-12-01T",
          "2010-12-01T08",
          "2010-12-01T08:26:00.",
          "2010-12-01T08:26.5",
          "2010-12-01T08:26:00.1234567890",
          "2010-13-01",
          "2010-12-01T25:00",
          "2010-12-01T08:60",
          "01/12/2010 08:26",
          "2010-12-01T08:26:00Z and more",
          "1291191960.5",
          "1291191960000000000",
          "-99999999999999999",
        }) {
      assertThrows(text, DateTimeException.class, () -> auto(text));
    }
  }

  @Test
  public void aDayThatIsNotInTheCalendarIsNoTime() {
    assertThrows(DateTimeException.class, () -> auto("2010-02-30"));
    assertThrows(DateTimeException.class, () -> auto("2011-02-29T10:00:00Z"));
    assertEquals(Instant.parse("2012-02-29T00:00:00Z"), auto("2012-02-29"));
    assertThrows(DateTimeException.class, () -> of("dd/MM/yyyy", "31/11/2010"));
  }

  @Test
  public void aPatternReplacesAuto() {
    assertEquals(MINUTE, of("dd/MM/yyyy HH:mm", "01/12/2010 08:26"));
    assertEquals(MINUTE, of("M/d/yy H:mm", "12/1/10 8:26"));
    assertEquals(MINUTE, of("d MMM uuuu, h:mm a", "1 Dec 2010, 8:26 AM"));
    assertEquals(MINUTE, of("d MMM uuuu, h:mm a", "1 DEC 2010, 8:26 am"));
    assertEquals(MINUTE, of("yyyyMMddHHmmss", "20101201082600"));
    assertEquals(MINUTE, of("dd.MM.yyyy HH:mm xxx", "01.12.2010 09:26 +01:00"));
    assertEquals(Instant.parse("2010-12-01T00:00:00Z"), of("yyyyMMdd", "20101201"));
    assertThrows(DateTimeException.class, () -> of("dd/MM/yyyy HH:mm", "2010-12-01T08:26:00Z"));
    assertThrows(DateTimeException.class, () -> of("dd/MM/yyyy HH:mm", "1291191960"));
  }

  @Test
  public void aPatternThatGivesNoPointInTimeIsRefusedAtOnce() {
    assertEquals(
        "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm,"
            + " got HH:mm (it has no full date)",
        refused("HH:mm"));
    assertEquals(
        "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm,"
            + " got mm/dd/yyyy (it has no full date)",
        refused("mm/dd/yyyy"));
    assertEquals(
        "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm,"
            + " got dd/MM/yyyy hh:mm (it has half a time, such as hh without a)",
        refused("dd/MM/yyyy hh:mm"));
    assertEquals(
        "eventTimeFormat: must be auto or a pattern such as dd/MM/yyyy HH:mm,"
            + " got iso (Unknown pattern letter: i)",
        refused("iso"));
  }

  @Test
  public void theFormatTravelsToTheWorkers() {
    EventTimes there = SerializableUtils.clone(new EventTimes("dd/MM/yyyy HH:mm"));
    assertEquals(MINUTE, there.parse("01/12/2010 08:26"));
  }

  private static Instant auto(String text) {
    return of("auto", text);
  }

  private static Instant of(String format, String text) {
    return new EventTimes(format).parse(text);
  }

  private static String refused(String format) {
    return assertThrows(IllegalArgumentException.class, () -> new EventTimes(format)).getMessage();
  }
}
