package org.llmi2i.cooccurrence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Many baskets in one record of bytes. Each item's id stands in the pack once, where it is first
 * met; from then on it is a number.
 *
 * <p>A basket is its user's id, the number of its items, and for each item its number in the pack
 * (followed by the id if the number is new) and its weight, if not all weights are 1.
 */
final class BasketPack {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<String, Integer> numbers = new HashMap<>();

  void add(Basket basket) {
    try {
      writeText(basket.userId(), out);
      boolean unit = basket.unitWeights();
      out.writeBoolean(unit);
      out.writeInt(basket.size());
      for (int i = 0; i < basket.size(); i++) {
        String item = basket.item(i);
        Integer known = numbers.putIfAbsent(item, numbers.size());
        if (known == null) {
          out.writeInt(numbers.size() - 1);
          writeText(item, out);
        } else {
          out.writeInt(known);
        }
        if (!unit) {
          out.writeDouble(basket.weight(i));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Hands every basket of a pack to a block's builder. */
  static void read(byte[] pack, Block.Builder block) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack))) {
      int[] items = new int[1024];
      int known = 0;
      while (in.available() > 0) {
        block.user(readText(in));
        boolean unit = in.readBoolean();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
          int number = in.readInt();
          if (number == known) {
            if (known == items.length) {
              items = Arrays.copyOf(items, known * 2);
            }
            items[known++] = block.itemNumber(readText(in));
          }
          block.interaction(items[number], unit ? 1 : in.readDouble());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
