package org.llmi2i.vectors;

import static org.junit.Assert.assertEquals;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.llmi2i.vectors.NearestVectors.Near;

public class NearestVectorsTest {

  @Test
  public void nearestFirst() {
    NearestVectors search =
        new NearestVectors(
            Map.of("a", new float[] {0, 1}, "b", new float[] {1, 0}, "c", new float[] {-1, 0}));
    assertEquals(
        List.of(new Near("b", 1), new Near("a", 0), new Near("c", -1)),
        search.of(new float[] {1, 0}, "none", 3));
  }

  @Test
  public void ofEqualsTheFirstById() {
    float[] same = {1, 0};
    NearestVectors search = new NearestVectors(Map.of("d", same, "b", same, "a", same, "c", same));
    assertEquals(List.of(new Near("a", 1), new Near("b", 1)), search.of(same, "none", 2));
    assertEquals(List.of(new Near("b", 1), new Near("c", 1)), search.of(same, "a", 2));
  }

  @Test
  public void asManyAsThereAre() {
    NearestVectors search = new NearestVectors(Map.of("a", new float[] {1}));
    assertEquals(List.of(new Near("a", 1)), search.of(new float[] {1}, "none", 50));
    assertEquals(List.of(), search.of(new float[] {1}, "a", 50));
    assertEquals(List.of(), new NearestVectors(Map.of()).of(new float[] {1}, "a", 50));
  }

  /** Small whole numbers, so that there are many ties and products are exact. */
  @Test
  public void theSameAsSortingEverything() {
    Random random = new Random(1);
    for (int dimensions : new int[] {1, 3, 4, 10}) {
      Map<String, float[]> vectors = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        vectors.put("item " + i, vector(random, dimensions));
      }
      NearestVectors search = new NearestVectors(vectors);
      for (int count : new int[] {1, 7, 200}) {
        float[] vector = vector(random, dimensions);
        assertEquals(
            dimensions + " dimensions, " + count,
            bruteForce(vectors, vector, "item 7", count),
            search.of(vector, "item 7", count));
      }
    }
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = random.nextInt(5) - 2;
    }
    return vector;
  }

  private static List<Near> bruteForce(
      Map<String, float[]> vectors, float[] vector, String without, int count) {
    return vectors.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(without))
        .map(entry -> new Near(entry.getKey(), product(vector, entry.getValue())))
        .sorted(Comparator.comparingDouble(Near::similarity).reversed().thenComparing(Near::itemId))
        .limit(count)
        .toList();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum + 0.0; // No negative zero.
  }
}
