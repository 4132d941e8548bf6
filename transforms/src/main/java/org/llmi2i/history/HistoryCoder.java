package org.llmi2i.history;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Histories as bytes: times as differences, about 12 bytes and the item's id an event. */
public final class HistoryCoder extends AtomicCoder<History> {
  private static final HistoryCoder INSTANCE = new HistoryCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();

  private HistoryCoder() {}

  public static HistoryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(History history, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    TEXT.encode(history.userId(), data);
    VarInt.encode(history.events().size(), data);
    long micros = 0;
    for (Event event : history.events()) {
      TEXT.encode(event.itemId(), data);
      VarInt.encode(event.micros() - micros, data);
      micros = event.micros();
      data.writeDouble(event.weight());
    }
  }

  @Override
  public History decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String userId = TEXT.decode(data);
    int size = VarInt.decodeInt(data);
    List<Event> events = new ArrayList<>(size);
    long micros = 0;
    for (int i = 0; i < size; i++) {
      String itemId = TEXT.decode(data);
      micros += VarInt.decodeLong(data);
      events.add(new Event(itemId, micros, data.readDouble()));
    }
    return new History(userId, events);
  }
}
