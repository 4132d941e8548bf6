package org.llmi2i.tail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/**
 * Items' statistics as bytes: about 15, the id and the title. They travel between all stages that
 * look at items; Avro's coder looks at the schema of every field of every item.
 */
public final class ItemStatisticsCoder extends AtomicCoder<ItemStatistics> {
  private static final ItemStatisticsCoder INSTANCE = new ItemStatisticsCoder();
  private static final List<ItemClass> CLASSES =
      List.of(ItemClass.HEAD, ItemClass.TAIL, ItemClass.COLD);
  private static final int IN_CATALOG = 1;
  private static final int PRICED = 2;
  private static final int CLASS_SHIFT = 2;

  private ItemStatisticsCoder() {}

  public static ItemStatisticsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ItemStatistics item, OutputStream out) throws IOException {
    ByteWriter bytes = new ByteWriter(64);
    bytes.putText(item.getItemId());
    bytes.putText(item.getTitle());
    Double price = item.getPrice();
    bytes.putLong(
        (item.getInCatalog() ? IN_CATALOG : 0)
            | (price == null ? 0 : PRICED)
            | (CLASSES.indexOf(item.getItemClass()) << CLASS_SHIFT));
    if (price != null) {
      bytes.putDouble(price);
    }
    bytes.putLong(item.getUsers());
    bytes.putLong(item.getInteractions());
    bytes.putLong(item.getLastMicros());
    bytes.putLong(item.getSyntheticTarget());
    bytes.writePiece(out);
  }

  @Override
  public ItemStatistics decode(InputStream in) throws IOException {
    ByteReader bytes = ByteReader.readPiece(in);
    ItemStatistics item = new ItemStatistics();
    item.setItemId(bytes.getText());
    item.setTitle(bytes.getText());
    int flags = (int) bytes.getLong();
    item.setInCatalog((flags & IN_CATALOG) != 0);
    item.setPrice((flags & PRICED) != 0 ? bytes.getDouble() : null);
    item.setItemClass(CLASSES.get(flags >>> CLASS_SHIFT));
    item.setUsers(bytes.getLong());
    item.setInteractions(bytes.getLong());
    item.setLastMicros(bytes.getLong());
    item.setSyntheticTarget((int) bytes.getLong());
    return item;
  }
}
