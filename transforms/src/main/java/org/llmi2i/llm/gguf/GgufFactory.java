package org.llmi2i.llm.gguf;

import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.gguf.GgufModel.Confidence;

/** Makes models of one GGUF file; {@link GgufModel#factory} gives it. */
public final class GgufFactory implements LanguageModel.Factory {
  static final int DEFAULT_CONTEXT_SIZE = 2_048;
  private static final int MIN_CONTEXT_SIZE = 256;
  private static final int MAX_CONTEXT_SIZE = 131_072;

  private final String file;
  private final int contextSize;
  private final Confidence confidence;
  private final String domain;

  GgufFactory(String file, int contextSize, Confidence confidence, String domain) {
    this.file = file;
    this.contextSize = contextSize;
    this.confidence = confidence;
    this.domain = domain;
  }

  /**
   * Tokens of a request at most, 256 to 131,072, default {@value #DEFAULT_CONTEXT_SIZE}, which
   * holds about 100 short titles. More takes memory, and time if histories use it. A model that was
   * trained on less has less.
   */
  public GgufFactory withContextSize(int contextSize) {
    if (contextSize < MIN_CONTEXT_SIZE || contextSize > MAX_CONTEXT_SIZE) {
      throw new IllegalArgumentException(
          "contextSize: must be from 256 to 131072, got " + contextSize);
    }
    return new GgufFactory(file, contextSize, confidence, domain);
  }

  /** What a confidence is; default {@link Confidence#TITLE_LIKELIHOOD}. */
  public GgufFactory withConfidence(Confidence confidence) {
    return new GgufFactory(file, contextSize, confidence, domain);
  }

  /**
   * What the shop sells and in which language its titles are, in a few words; trusted text, default
   * none.
   */
  public GgufFactory withDomain(String domain) {
    return new GgufFactory(file, contextSize, confidence, domain.strip());
  }

  @Override
  public LanguageModel create() {
    SharedNetworks.Share share = SharedNetworks.open(file, contextSize);
    try {
      Judgement judgement =
          switch (confidence) {
            case TITLE_LIKELIHOOD ->
                new TitleLikelihood(share.network(), domain, share.withoutHistory());
            case YES_PROBABILITY -> new YesProbability(share.network(), domain);
          };
      return new GgufModel(share, judgement);
    } catch (IllegalArgumentException e) {
      share.close();
      throw SharedNetworks.unusable(file, e.getMessage(), e);
    }
  }
}
