package org.llmi2i.llm;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.List;
import org.junit.Test;

public class ExchangeIdTest {

  @Test
  public void isTheSha256OfTheFourPartsEachWithItsLength() {
    // printf '4:fake6:fake-13:t=06:\xc3\x84rger' | sha256sum
    assertEquals(
        "670f3b34e06e3d669b31261430c1cf6f5c96816c0ff29707e37f8adf23463713",
        ExchangeId.of(new Named("fake", "fake-1", "t=0"), "\u00c4rger"));
  }

  @Test
  public void theSameQuestionToTheSameModelHasTheSameId() {
    assertEquals(
        ExchangeId.of(new Named("p", "m", "t=0"), "prompt"),
        ExchangeId.of(new Named("p", "m", "t=0"), "prompt"));
  }

  @Test
  public void everyPartMatters() {
    String id = ExchangeId.of(new Named("p", "m", "t=0"), "prompt");
    assertNotEquals(id, ExchangeId.of(new Named("q", "m", "t=0"), "prompt"));
    assertNotEquals(id, ExchangeId.of(new Named("p", "n", "t=0"), "prompt"));
    assertNotEquals(id, ExchangeId.of(new Named("p", "m", "t=1"), "prompt"));
    assertNotEquals(id, ExchangeId.of(new Named("p", "m", "t=0"), "Prompt"));
  }

  @Test
  public void whereAPartEndsMatters() {
    assertNotEquals(
        ExchangeId.of(new Named("ab", "c", ""), ""), ExchangeId.of(new Named("a", "bc", ""), ""));
    assertNotEquals(
        ExchangeId.of(new Named("", "", "x"), ""), ExchangeId.of(new Named("", "", ""), "x"));
  }

  private record Named(String provider, String model, String parameters) implements LanguageModel {
    @Override
    public List<Answer> answer(List<Prompt> prompts) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String render(Prompt prompt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TokenEstimate estimate(Prompt prompt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
