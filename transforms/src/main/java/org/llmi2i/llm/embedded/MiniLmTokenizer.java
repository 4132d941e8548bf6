package org.llmi2i.llm.embedded;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Splits a text into the numbered word pieces that the model was trained on. Upper and lower case,
 * and letters with and without accents, give the same pieces.
 *
 * <p>May be called from many threads at once. The native library that does the work comes out of
 * its jar and is unpacked once, about 14 MB, below {@code ~/.djl.ai} (or {@code DJL_CACHE_DIR}, or
 * the temporary folder if the home folder cannot be written).
 */
final class MiniLmTokenizer {
  /** Tokens read of a text, the start and end marks included; what follows is cut off. */
  static final int MAX_TOKENS = 64;

  /** The numbers up to this one are marks: padding, start, end, and a piece that is not known. */
  private static final long LAST_MARK = 103;

  private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final String OFFLINE = "ai.djl.offline";

  private final HuggingFaceTokenizer tokenizer;

  private MiniLmTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Loads the vocabulary from the class path, in about 0.3 s.
   *
   * @throws IllegalStateException if it is not on the class path
   */
  static MiniLmTokenizer load() {
    // The file itself asks for padding to 128 tokens, which the model would have to compute.
    Map<String, String> settings =
        Map.of(
            "padding",
            "false",
            "truncation",
            "true",
            "maxLength",
            Integer.toString(MAX_TOKENS),
            "modelMaxLength",
            Integer.toString(MAX_TOKENS));
    try (InputStream vocabulary = Resources.open(VOCABULARY)) {
      return new MiniLmTokenizer(loadOffline(vocabulary, settings));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + VOCABULARY, e);
    }
  }

  /**
   * Loads with DJL's network access switched off: it would report its use to its makers, and on a
   * machine with a GPU fetch another native library. The switch is a property of the whole JVM, so
   * it is put back for others who use DJL.
   */
  private static synchronized HuggingFaceTokenizer loadOffline(
      InputStream vocabulary, Map<String, String> settings) throws IOException {
    String before = System.getProperty(OFFLINE);
    System.setProperty(OFFLINE, "true");
    try {
      return HuggingFaceTokenizer.newInstance(vocabulary, settings);
    } finally {
      if (before == null) {
        System.clearProperty(OFFLINE);
      } else {
        System.setProperty(OFFLINE, before);
      }
    }
  }

  /**
   * The numbers of a text's tokens.
   *
   * @return from 2 (start and end mark only) to {@link #MAX_TOKENS} numbers
   */
  long[] tokens(String text) {
    return tokenizer
        .encode(text, /* addSpecialTokens= */ true, /* withOverflowingTokens= */ false)
        .getIds();
  }

  /**
   * Whether a text means anything to the model: it holds a letter or a digit, and a piece that the
   * vocabulary knows. All texts that do not would else look alike.
   *
   * @param tokens what {@link #tokens} gave for the text
   */
  static boolean saysSomething(String text, long[] tokens) {
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return false;
    }
    for (long token : tokens) {
      if (token > LAST_MARK) {
        return true;
      }
    }
    return false;
  }
}
