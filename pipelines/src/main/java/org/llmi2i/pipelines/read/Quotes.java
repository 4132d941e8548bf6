package org.llmi2i.pipelines.read;

/**
 * Tells, line by line, whether a quoted value goes on in the next line. Only a quote at the start
 * of a value opens one, and two quotes in a row close none: so a count of quotes would not do.
 */
final class Quotes {
  private final char delimiter;
  private boolean open;

  Quotes(char delimiter) {
    this.delimiter = delimiter;
  }

  boolean areOpen() {
    return open;
  }

  void read(String line) {
    int at = 0;
    if (open) {
      at = behindClosing(line, 0);
    }
    while (at >= 0 && at <= line.length()) {
      if (line.startsWith("\"", at)) {
        open = true;
        at = behindClosing(line, at + 1);
      }
      if (at >= 0) {
        int next = line.indexOf(delimiter, at);
        at = next < 0 ? -1 : next + 1;
      }
    }
  }

  /** The place behind the quote that closes the open one, or -1 if that stays open. */
  private int behindClosing(String line, int from) {
    int quote = line.indexOf('"', from);
    while (quote >= 0 && line.startsWith("\"", quote + 1)) {
      quote = line.indexOf('"', quote + 2);
    }
    open = quote < 0;
    return open ? -1 : quote + 1;
  }
}
