package org.llmi2i.llm.embedded;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.BeforeClass;
import org.junit.Test;
import org.llmi2i.llm.TextEncoder;

public class MiniLmEncoderTest {
  private static final List<String> TITLES =
      List.of(
          "WHITE HANGING HEART T-LIGHT HOLDER",
          "RED HANGING HEART T-LIGHT HOLDER",
          "GLASS STAR FROSTED T-LIGHT HOLDER",
          "SET OF 3 CAKE TINS PANTRY DESIGN",
          "PACK OF 72 RETROSPOT CAKE CASES",
          "JUMBO BAG RED RETROSPOT",
          "LUNCH BAG BLACK SKULL",
          "ALARM CLOCK BAKELIKE GREEN",
          "INFLATABLE POLITICAL GLOBE",
          "BENDY COLOUR PENCILS");

  private static MiniLmEncoder encoder;

  @BeforeClass
  public static void load() {
    encoder = encoderWithoutCache();
  }

  /** Keeps one text only, so that nearly every text is computed anew. */
  private static MiniLmEncoder encoderWithoutCache() {
    return new MiniLmEncoder(1);
  }

  private static double similarity(String a, String b) {
    return encoder.encode(a).similarity(encoder.encode(b));
  }

  private static List<String> nearestFirst(String title, String... others) {
    return List.of(others).stream()
        .sorted(Comparator.comparingDouble((String other) -> similarity(title, other)).reversed())
        .toList();
  }

  @Test
  public void theMoreTwoTitlesMeanTheSameTheNearerTheyAre() {
    assertEquals(
        List.of(
            "RED HANGING HEART T-LIGHT HOLDER",
            "GLASS STAR FROSTED T-LIGHT HOLDER",
            "SET OF 6 TEA LIGHTS",
            "ALARM CLOCK BAKELIKE GREEN"),
        nearestFirst(
            "WHITE HANGING HEART T-LIGHT HOLDER",
            "ALARM CLOCK BAKELIKE GREEN",
            "SET OF 6 TEA LIGHTS",
            "RED HANGING HEART T-LIGHT HOLDER",
            "GLASS STAR FROSTED T-LIGHT HOLDER"));
  }

  @Test
  public void meaningCountsNotOnlyCommonWords() {
    assertThat(
        similarity("toddler footwear", "children's shoes"),
        greaterThan(similarity("toddler footwear", "toddler story book")));
  }

  @Test
  public void everyVectorHasLengthOneAnd384Dimensions() {
    for (float[] vector : encoder.encode(TITLES)) {
      assertEquals(384, vector.length);
      double squares = 0;
      for (float value : vector) {
        squares += (double) value * value;
      }
      assertThat(squares, closeTo(1, 1e-6));
    }
  }

  @Test
  public void aVectorDependsOnItsTextAlone() {
    List<String> crowd = new ArrayList<>(TITLES);
    for (int i = 0; i < 100; i++) {
      crowd.add("SET OF " + i + " VERY " + "LARGE ".repeat(i % 40) + "PAPER CHAINS");
    }
    List<String> reversed = new ArrayList<>(crowd);
    Collections.reverse(reversed);

    List<float[]> inCrowd = encoder.encode(crowd);
    List<float[]> inReversedCrowd = encoder.encode(reversed);

    for (int i = 0; i < TITLES.size(); i++) {
      float[] alone = encoder.encode(List.of(TITLES.get(i))).get(0);
      assertArrayEquals(alone, inCrowd.get(i), 0f);
      assertArrayEquals(alone, inReversedCrowd.get(crowd.size() - 1 - i), 0f);
    }
  }

  @Test
  public void vectorsFromFourThreadsEqualThoseFromOne() throws Exception {
    List<float[]> expected = encoder.encode(TITLES);
    MiniLmEncoder together = encoderWithoutCache();
    Callable<List<float[]>> task = () -> together.encode(TITLES);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<List<float[]>> future : threads.invokeAll(Collections.nCopies(8, task))) {
        assertSameVectors(expected, future.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  public void caseAndAccentsDoNotCount() {
    assertSameVectors(encoder.encode(List.of("CAFÉ SET")), encoder.encode(List.of("Cafe Set")));
  }

  @Test
  public void aTextThatSaysNothingIsSimilarToNoneNotEvenToItself() {
    for (String nothing : List.of("", " \t\n", "?", "...", "\u0000", "\uD83C\uDF84", "\uDC00")) {
      assertArrayEquals(nothing, new float[384], encoder.encode(nothing).vector(), 0f);
      assertEquals(0, similarity(nothing, nothing), 0);
    }
  }

  @Test
  public void marksOfTheVocabularyWrittenAsTextSayNothing() {
    assertArrayEquals(new float[384], encoder.encode("[PAD] [SEP] [UNK]").vector(), 0f);
  }

  @Test
  public void onlyTheFirst64TokensOfAVeryLongTextCount() {
    // 62 words and the start and end marks fill the model's window.
    String window = "mug ".repeat(62);

    EncodedText cut = encoder.encode(window + "paper chain ".repeat(1_000));

    assertEquals(64, cut.tokens());
    assertArrayEquals(encoder.encode(window).vector(), cut.vector(), 0f);
  }

  @Test
  public void onlyTheFirst1000CharactersOfAVeryLongTextCount() {
    assertArrayEquals(
        encoder.encode("mug").vector(),
        encoder.encode("mug" + " ".repeat(10_000) + "x").vector(),
        0f);
  }

  @Test
  public void oneWordOf10000LettersSaysNothing() {
    assertArrayEquals(new float[384], encoder.encode("x".repeat(10_000)).vector(), 0f);
  }

  @Test
  public void tokensAreWordPiecesWithStartAndEndMark() {
    assertEquals(4, encoder.encode("red mug").tokens());
    assertEquals(2, encoder.encode("").tokens());
  }

  @Test
  public void noTextsGiveNoVectors() {
    assertEquals(List.of(), encoder.encode(List.of()));
  }

  @Test
  public void aShippedFactoryHandsOutTheOneEncoderOfTheJvmWhichClosingDoesNotBreak() {
    TextEncoder.Factory shipped = SerializableUtils.clone(MiniLmEncoder.factory());
    TextEncoder first = shipped.create();

    first.close();

    assertSame(first, MiniLmEncoder.factory().create());
    assertSameVectors(encoder.encode(TITLES), first.encode(TITLES));
  }

  private static void assertSameVectors(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 0f);
    }
  }
}
