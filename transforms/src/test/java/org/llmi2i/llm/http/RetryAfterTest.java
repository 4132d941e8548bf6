package org.llmi2i.llm.http;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.Test;

public class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  public void readsSecondsAndDates() {
    assertEquals(Optional.of(Duration.ofSeconds(7)), RetryAfter.read(" 7 ", NOW));
    assertEquals(Optional.of(Duration.ofMillis(1500)), RetryAfter.read("1.5", NOW));
    assertEquals(
        Optional.of(Duration.ofSeconds(55)), RetryAfter.read("Fri, 02 Jan 2026 03:05:00 GMT", NOW));
  }

  @Test
  public void boundsWhatCannotBeMeant() {
    assertEquals(Optional.of(Duration.ofDays(1)), RetryAfter.read("999999999", NOW));
    assertEquals(Optional.of(Duration.ZERO), RetryAfter.read("Thu, 01 Jan 2026 03:05:00 GMT", NOW));
    assertEquals(Optional.empty(), RetryAfter.read(null, NOW));
    assertEquals(Optional.empty(), RetryAfter.read("soon", NOW));
    assertEquals(Optional.empty(), RetryAfter.read("-1", NOW));
  }
}
