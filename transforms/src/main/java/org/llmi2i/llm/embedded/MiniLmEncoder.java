package org.llmi2i.llm.embedded;

import java.util.ArrayList;
import java.util.List;
import org.llmi2i.llm.TextEncoder;

/**
 * Encodes short texts with the quantized sentence transformer all-MiniLM-L6-v2, which the class
 * path carries: 384 dimensions, no key, no network, no download.
 *
 * <p>Only the first {@value MiniLmTokenizer#MAX_TOKENS} tokens (about 50 English words) of the
 * first {@value #MAX_CHARACTERS} characters count. Case and accents do not. The model has learnt
 * English; of other languages it knows little more than the letters.
 *
 * <p>A text that says nothing to the model (empty, blank, punctuation only, or in a script that its
 * vocabulary lacks) gets the zero vector, whose inner product with every vector is 0: such titles
 * are similar to none, not even to each other.
 *
 * <p>A vector depends on its text alone, to the last bit. That holds on one kind of processor:
 * 8-bit arithmetic may round differently on another.
 *
 * <p>There is one encoder a JVM. It is made when first asked for (about 0.6 s), encodes about 800
 * new product titles a second on each core, and is never released, since the stages of a pipeline
 * share its cache; closing it does nothing. It keeps the last {@value #CACHED_TEXTS} texts, about
 * 1.7 KB each: 350 MB of heap when full.
 */
public final class MiniLmEncoder implements TextEncoder {
  static final int MAX_CHARACTERS = 1_000;
  static final int CACHED_TEXTS = 200_000;

  private static final float[] ZERO = new float[MiniLmNetwork.DIMENSIONS];

  private static MiniLmEncoder shared;

  private final MiniLmTokenizer tokenizer = MiniLmTokenizer.load();
  private final MiniLmNetwork network = MiniLmNetwork.load();
  private final EncodedTextCache cache;

  /** An encoder of its own; {@link #factory} gives the one to use. */
  MiniLmEncoder(int cachedTexts) {
    this.cache = new EncodedTextCache(cachedTexts);
  }

  /** Hands out the JVM's one encoder. */
  public static TextEncoder.Factory factory() {
    return MiniLmEncoder::shared;
  }

  /**
   * The JVM's one encoder.
   *
   * @throws IllegalStateException if the model's files are not on the class path or not usable
   */
  static synchronized MiniLmEncoder shared() {
    // Not a holder class: a failure there would hide its cause from all callers but the first.
    if (shared == null) {
      shared = new MiniLmEncoder(CACHED_TEXTS);
    }
    return shared;
  }

  @Override
  public List<float[]> encode(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      vectors.add(encode(text).vector());
    }
    return vectors;
  }

  /** Encodes one text; the same text gives the same result as in any list. */
  EncodedText encode(String text) {
    // Cut before the cache, so that its entries are of bounded size.
    String start = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    return cache.get(start, this::compute);
  }

  private EncodedText compute(String text) {
    long[] tokens = tokenizer.tokens(text);
    float[] vector = MiniLmTokenizer.saysSomething(text, tokens) ? network.vector(tokens) : ZERO;
    return new EncodedText(vector, tokens.length);
  }

  /** Does nothing: others in the JVM use the encoder too. */
  @Override
  public void close() {}
}
