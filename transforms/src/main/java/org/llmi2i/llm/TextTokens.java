package org.llmi2i.llm;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import org.llmi2i.schemas.Task;

/**
 * Tokens of a text model, before it is asked.
 *
 * <p>Counted with one vocabulary, o200k, for all models: of the prompts here, other vocabularies
 * differ by some tens of percent. The vocabulary is read at first use and stays in memory, some
 * tens of megabytes a JVM.
 */
public final class TextTokens {
  /** Of an entry of the answer, written without needless spaces. */
  private static final long ENTRY = 14;

  /** What chat formats put around the two messages, at most. */
  private static final long FRAME = 64;

  private TextTokens() {}

  /** Tokens of a text; what looks like a control token counts as the characters it consists of. */
  public static long count(String text) {
    return Vocabulary.O200K.countTokensOrdinary(text);
  }

  /**
   * What a request will take: of the candidates a generator names about a third, a discriminator
   * all.
   *
   * @param rendered the prompt as text
   * @param outputLimit tokens after which the provider cuts the answer off
   */
  public static TokenEstimate estimate(Prompt prompt, String rendered, long outputLimit) {
    int candidates = prompt.candidates().size();
    long entries = prompt.task() == Task.GENERATE ? (candidates + 2) / 3 : candidates;
    // No vocabulary makes more tokens of a text than it has bytes.
    long inputLimit = rendered.getBytes(StandardCharsets.UTF_8).length + FRAME;
    return new TokenEstimate(
        count(rendered), Math.min(ENTRY * entries, outputLimit), inputLimit, outputLimit);
  }

  private static final class Vocabulary {
    static final Encoding O200K =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }
}
