package org.llmi2i.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/**
 * Histories as bytes: times as differences, about 4 bytes and the item's id an event, and 8 more
 * where weights are not all 1. Events are taken apart when they are asked for, and a history that
 * was decoded, or encoded before, is written as it is: most steps only hand it on.
 */
public final class HistoryCoder extends AtomicCoder<History> {
  private static final HistoryCoder INSTANCE = new HistoryCoder();

  private HistoryCoder() {}

  public static HistoryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(History history, OutputStream out) throws IOException {
    ByteWriter.writePiece(history.bytes(), out);
  }

  @Override
  public History decode(InputStream in) throws IOException {
    byte[] bytes = ByteReader.pieceBytes(in);
    return new History(new ByteReader(bytes).getText(), bytes);
  }

  /** What {@link #events} takes apart. */
  static byte[] bytes(String userId, List<Event> events) {
    boolean weighted = false;
    for (Event event : events) {
      weighted |= event.weight() != 1;
    }
    ByteWriter bytes = new ByteWriter(32 + 24 * events.size());
    bytes.putText(userId);
    bytes.putLong(2L * events.size() + (weighted ? 1 : 0));
    long micros = 0;
    for (Event event : events) {
      bytes.putText(event.itemId());
      bytes.putLong(event.micros() - micros);
      micros = event.micros();
      if (weighted) {
        bytes.putDouble(event.weight());
      }
    }
    return bytes.toBytes();
  }

  /** The events of a history. */
  static List<Event> events(byte[] history) {
    ByteReader bytes = new ByteReader(history);
    bytes.skipText();
    long head = bytes.getLong();
    boolean weighted = (head & 1) != 0;
    int size = (int) (head >>> 1);
    List<Event> events = new ArrayList<>(size);
    long micros = 0;
    for (int i = 0; i < size; i++) {
      String itemId = bytes.getText();
      micros += bytes.getLong();
      events.add(new Event(itemId, micros, weighted ? bytes.getDouble() : 1));
    }
    return Collections.unmodifiableList(events);
  }
}
