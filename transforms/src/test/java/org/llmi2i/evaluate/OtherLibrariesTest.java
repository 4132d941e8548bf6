package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.Test;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.testing.Records;

/** The figures are those of ranx and RecTools on the same lists: see the golden files' README. */
public class OtherLibrariesTest {
  private static final double EQUAL = 1e-9;

  @Test
  public void everyUsersFiguresAreTheirs() throws IOException {
    Map<String, List<String>> recommended = new HashMap<>();
    Map<String, List<String>> relevant = new HashMap<>();
    for (String[] row : rows("golden/lists.csv")) {
      recommended.put(row[0], items(row[1]));
      relevant.put(row[0], items(row[2]));
    }
    Map<String, Integer> compared = new TreeMap<>();
    for (String[] row : rows("golden/values.csv")) {
      String user = row[1];
      int k = Integer.parseInt(row[3]);
      if (user.isEmpty()) {
        assertEquals(Double.parseDouble(row[4]), coverage(recommended, k), EQUAL);
        continue;
      }
      Targets targets = new Targets();
      relevant.get(user).forEach(item -> targets.add(item, null));
      assertEquals(
          String.join(" ", row),
          Double.parseDouble(row[4]),
          targets
              .in(item -> recommended.get(user).indexOf(item) + 1)
              .value(Measure.Kind.valueOf(row[2]), k),
          EQUAL);
      compared.merge(row[0] + " " + row[2], 1, Integer::sum);
    }
    assertEquals(
        "{ranx HitRate=180, ranx MAP=133, ranx MRR=180, ranx NDCG=180, ranx Recall=180,"
            + " rectools HitRate=180, rectools MAP=133, rectools MRR=180, rectools NDCG=180,"
            + " rectools Recall=180}",
        compared.toString());
  }

  private static double coverage(Map<String, List<String>> recommended, int k) {
    Map<String, ItemStatistics> catalog = new HashMap<>();
    IntStream.range(0, 300)
        .mapToObj(item -> String.format("i%03d", item))
        .forEach(item -> catalog.put(item, Records.statistics(item, "", ItemClass.HEAD)));
    Places places = new Places(1);
    recommended
        .values()
        .forEach(
            list ->
                list.subList(0, Math.min(k, list.size())).forEach(item -> places.add(item, 0, 1)));
    return places.shares(0, catalog).coverage();
  }

  private static List<String> items(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static List<String[]> rows(String name) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                OtherLibrariesTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }
}
