package org.llmi2i.llm.gguf;

/** A model that continues texts: tokens in, logits out. May be called from many threads at once. */
interface Network {
  /** Tokens of a request, at most. */
  int contextSize();

  /**
   * The numbers of a text's tokens.
   *
   * @param control whether the spelling of a control token, such as {@code <|im_end|>}, means that
   *     token; else it is text as any other
   */
  int[] tokens(String text, boolean control);

  /** The tokens that begin every text: one mark or none. */
  int[] start();

  /**
   * A chat of a system and a user message, up to where the model's answer begins, in the format
   * that the model was trained on; as plain text if that is not known.
   */
  String chat(String system, String user);

  /** Takes a reader, which closing gives back; may wait for one. */
  Reader reader();

  /**
   * Reads a text and looks, from its end, at one continuation after the other. For one thread at a
   * time.
   *
   * <p>What it says of a continuation depends on the text and that continuation alone, to the last
   * bit: both are evaluated from the same place in the same steps, whatever was looked at before.
   */
  interface Reader extends AutoCloseable {
    /**
     * Forgets everything and reads this.
     *
     * @param text at least one token
     * @return the logits of what comes next, one number a token of the vocabulary
     */
    float[] read(int[] text);

    /**
     * The logits after each token of a continuation, which is then forgotten.
     *
     * @param continuation any number of tokens, also none
     */
    float[][] afterEach(int[] continuation);

    /**
     * The logits after the last token of a continuation, which is then forgotten.
     *
     * @param continuation at least one token
     */
    float[] afterAll(int[] continuation);

    @Override
    void close();
  }
}
