package org.llmi2i.llm.embedded;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.llmi2i.djl.Offline;

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
      return new MiniLmTokenizer(
          Offline.load(() -> HuggingFaceTokenizer.newInstance(vocabulary, settings)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + VOCABULARY, e);
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
