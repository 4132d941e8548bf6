package org.llmi2i.llm.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A network with a token a character, whose logits are a function of all that it has read. */
final class FakeNetwork implements Network {
  /** Stands for a word that is one token: the first character of it. */
  static final List<String> WHOLE = List.of("Yes", "No");

  final List<String> readTexts = new ArrayList<>();
  private final int contextSize;
  private final Function<String, float[]> logits;
  private int evaluated;

  FakeNetwork(int contextSize, Function<String, float[]> logits) {
    this.contextSize = contextSize;
    this.logits = logits;
  }

  /** Tokens evaluated so far. */
  int evaluated() {
    return evaluated;
  }

  @Override
  public int contextSize() {
    return contextSize;
  }

  @Override
  public int[] tokens(String text, boolean control) {
    return WHOLE.contains(text) ? new int[] {text.charAt(0)} : text.chars().toArray();
  }

  @Override
  public int[] start() {
    return new int[0];
  }

  @Override
  public String chat(String system, String user) {
    return "<s>" + system + "<u>" + user + "<a>";
  }

  @Override
  public Reader reader() {
    return new FakeReader();
  }

  private static String text(int[] tokens) {
    return new String(tokens, 0, tokens.length);
  }

  private final class FakeReader implements Reader {
    private String read = "";

    private float[] after(int[] tokens) {
      evaluated += tokens.length;
      return logits.apply(read + text(tokens));
    }

    @Override
    public float[] read(int[] text) {
      read = "";
      float[] next = after(text);
      read = text(text);
      readTexts.add(read);
      return next;
    }

    @Override
    public float[][] afterEach(int[] continuation) {
      evaluated += continuation.length;
      float[][] rows = new float[continuation.length][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = logits.apply(read + text(Arrays.copyOf(continuation, i + 1)));
      }
      return rows;
    }

    @Override
    public float[] afterAll(int[] continuation) {
      return after(continuation);
    }

    @Override
    public void close() {}
  }
}
