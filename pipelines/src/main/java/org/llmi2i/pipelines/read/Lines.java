package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The lines of a text in UTF-8. A line longer than {@link #MAX_LENGTH} is cut, so that no file can
 * exhaust the memory; bytes that are no UTF-8 become {@link #NOT_UTF8}.
 */
final class Lines {
  /** Characters. */
  static final int MAX_LENGTH = 1 << 20;

  /** Half a surrogate pair, which no UTF-8 decodes to: so it tells broken text for certain. */
  static final char NOT_UTF8 = '\ud800';

  /** One more than a line may have, and one for a carriage return that is stripped. */
  private static final int CUT = MAX_LENGTH + 2;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Reader in;
  private final Deque<String> putBack = new ArrayDeque<>();
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private boolean first = true;

  Lines(InputStream in) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(NOT_UTF8));
    this.in = new InputStreamReader(in, decoder);
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
      int room = CUT - longLine.length();
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
