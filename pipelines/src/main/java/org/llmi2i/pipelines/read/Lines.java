package org.llmi2i.pipelines.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The lines of a text in UTF-8. A line longer than {@link #MAX_LENGTH} is cut, so that no file can
 * exhaust the memory; bytes that are no UTF-8 become {@link #REPLACEMENT}.
 */
final class Lines {
  /** Characters. */
  static final int MAX_LENGTH = 1 << 20;

  static final char REPLACEMENT = '\ufffd';

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final BufferedReader in;
  private final Deque<String> putBack = new ArrayDeque<>();
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private boolean first = true;

  Lines(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The next line, or null at the end. */
  @Nullable String next() throws IOException {
    if (!putBack.isEmpty()) {
      return putBack.pop();
    }
    StringBuilder longLine = null;
    while (true) {
      if (at == end) {
        end = in.read(buffer);
        at = 0;
        if (end <= 0) {
          end = 0;
          return longLine == null ? null : finish(longLine.toString());
        }
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      boolean whole = at < end;
      if (whole && longLine == null) {
        return finish(new String(buffer, from, at++ - from));
      }
      longLine = longLine == null ? new StringBuilder() : longLine;
      int room = MAX_LENGTH + 1 - longLine.length();
      longLine.append(buffer, from, Math.min(room, at - from));
      if (whole) {
        at++;
        return finish(longLine.toString());
      }
    }
  }

  /** Makes a line the next one again. */
  void putBack(String line) {
    putBack.push(line);
  }

  private String finish(String line) {
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    first = false;
    return text;
  }
}
