package org.llmi2i.cooccurrence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Ids of items by number, as texts and, for those who write millions of them, as bytes in one
 * place: an id of a random number is then found in two steps of memory, not four.
 *
 * <p>Either is made of the other when it is first asked for; two threads at once may both make it.
 */
public final class ItemIds {
  private final @Nullable String[] texts;
  private @Nullable Utf8 utf8;

  ItemIds(String[] texts) {
    this.texts = texts;
  }

  /**
   * Ids in UTF-8, one behind the other.
   *
   * @param ends 0, and where each id ends
   */
  ItemIds(byte[] bytes, int[] ends) {
    texts = new String[ends.length - 1];
    utf8 = new Utf8(bytes, ends);
  }

  void set(int number, String text) {
    texts[number] = text;
  }

  /** How many there are. */
  public int count() {
    return texts.length;
  }

  /** The id of this number, from 0. */
  public String text(int number) {
    String text = texts[number];
    if (text == null) {
      text = utf8().text(number);
      texts[number] = text;
    }
    return text;
  }

  /** How many bytes an id takes in UTF-8. */
  public int utf8Length(int number) {
    return utf8().length(number);
  }

  /**
   * Copies an id in UTF-8.
   *
   * @param to has room for it from {@code at} on
   */
  public void copyUtf8(int number, byte[] to, int at) {
    Utf8 known = utf8();
    System.arraycopy(known.bytes, known.ends[number], to, at, known.length(number));
  }

  private Utf8 utf8() {
    Utf8 known = utf8;
    if (known == null) {
      known = new Utf8(texts);
      utf8 = known;
    }
    return known;
  }

  /**
   * All ids, one behind the other. Its fields are final, so that any thread sees all or nothing.
   */
  private static final class Utf8 {
    private final byte[] bytes;

    /** Where the ids end that come before each. */
    private final int[] ends;

    Utf8(byte[] bytes, int[] ends) {
      this.bytes = bytes;
      this.ends = ends;
    }

    Utf8(String[] texts) {
      ends = new int[texts.length + 1];
      byte[] filling = new byte[16 * texts.length];
      int size = 0;
      for (int number = 0; number < texts.length; number++) {
        byte[] text = texts[number].getBytes(StandardCharsets.UTF_8);
        if (size + text.length > filling.length) {
          filling = Arrays.copyOf(filling, Math.addExact(size, Math.max(text.length, size / 2)));
        }
        System.arraycopy(text, 0, filling, size, text.length);
        size += text.length;
        ends[number + 1] = size;
      }
      bytes = Arrays.copyOf(filling, size);
    }

    String text(int number) {
      return new String(bytes, ends[number], length(number), StandardCharsets.UTF_8);
    }

    int length(int number) {
      return ends[number + 1] - ends[number];
    }
  }
}
