package org.llmi2i.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fake server sends, and how badly.
 *
 * @param status HTTP status; 0 for a connection that is dropped without a word
 * @param body the whole body, which the header Content-Length promises
 * @param sent bytes of it that are sent
 * @param stalls whether the connection stays open after these bytes, until the server closes
 * @param delay how long the server thinks first
 */
public record Reply(
    int status,
    Map<String, String> headers,
    String body,
    int sent,
    boolean stalls,
    Duration delay) {

  public static Reply of(int status, String body) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json"),
        body,
        body.getBytes(StandardCharsets.UTF_8).length,
        false,
        Duration.ZERO);
  }

  /** No answer at all: the request is read, and the connection dropped. */
  public static Reply dropped() {
    return of(0, "");
  }

  public Reply withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, sent, stalls, delay);
  }

  public Reply withDelay(Duration longer) {
    return new Reply(status, headers, body, sent, stalls, longer);
  }

  /** The connection is cut after so many bytes of the body. */
  public Reply cutAfter(int bytes) {
    return new Reply(status, headers, body, bytes, false, delay);
  }

  /** Nothing more comes after so many bytes of the body. */
  public Reply stallingAfter(int bytes) {
    return new Reply(status, headers, body, bytes, true, delay);
  }

  boolean isWholeAnswer() {
    return status == 200 && !stalls && sent == body.getBytes(StandardCharsets.UTF_8).length;
  }
}
