package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Scores as text, remembered: most pairs of items have few users and few users of both, so that
 * their scores are the same few numbers again and again. About 160 KiB.
 */
final class ScoreText {
  /** No double has a longer text: sign, 17 digits, point, E, sign and three digits. */
  static final int MAX_LENGTH = 24;

  private static final int SLOT_BITS = 12;
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final long[] scores = new long[1 << SLOT_BITS];
  private final byte[] lengths = new byte[1 << SLOT_BITS];
  private final byte[] texts = new byte[MAX_LENGTH << SLOT_BITS];

  /**
   * Writes a score and returns where its text ends.
   *
   * @param to has room for {@link #MAX_LENGTH} from {@code at} on
   */
  int write(double score, byte[] to, int at) {
    long bits = Double.doubleToRawLongBits(score);
    int slot = (int) ((bits * SPREAD) >>> (Long.SIZE - SLOT_BITS));
    if (scores[slot] != bits || lengths[slot] == 0) {
      // The shortest digits that read back as the same number, whatever the version of Java.
      byte[] text = NumberOutput.toString(score, true).getBytes(StandardCharsets.ISO_8859_1);
      scores[slot] = bits;
      lengths[slot] = (byte) text.length;
      System.arraycopy(text, 0, texts, slot * MAX_LENGTH, text.length);
    }
    System.arraycopy(texts, slot * MAX_LENGTH, to, at, lengths[slot]);
    return at + lengths[slot];
  }
}
