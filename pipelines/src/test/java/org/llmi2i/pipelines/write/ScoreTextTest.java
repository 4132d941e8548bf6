package org.llmi2i.pipelines.write;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class ScoreTextTest {

  @Test
  public void aScoreHasTheSameTextEveryTime() {
    List<Double> scores =
        new ArrayList<>(
            List.of(0.0, 1.0, 0.5, 1e-9, -Double.MAX_VALUE, -Double.MIN_NORMAL, Double.MIN_VALUE));
    // More than are remembered, and with some whose slots are the same.
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      scores.add(random.nextInt(3) / (1.0 + random.nextInt(9000)));
    }
    ScoreText text = new ScoreText();
    byte[] bytes = new byte[5 + ScoreText.MAX_LENGTH];
    for (int pass = 0; pass < 2; pass++) {
      for (double score : scores) {
        int to = text.write(score, bytes, 5);
        String written = new String(bytes, 5, to - 5, StandardCharsets.ISO_8859_1);
        assertEquals(
            Double.doubleToRawLongBits(score),
            Double.doubleToRawLongBits(Double.parseDouble(written)));
      }
    }
  }
}
