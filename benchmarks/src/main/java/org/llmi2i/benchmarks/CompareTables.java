package org.llmi2i.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether two tables are the same: the same items, as many neighbors, at each rank the same
 * score to 1e-9 of it, and for each neighbor that both have the same score and support. Neighbors
 * of one score may stand in any order, and at the end of a row one may stand for another.
 */
public final class CompareTables {
  private static final double TOLERANCE = 1e-9;
  private static final int NO_SUPPORT = -1;

  private CompareTables() {}

  /** Arguments: a table, and the files of the other. */
  public static void main(String[] args) throws IOException {
    Map<String, List<Line>> expected = read(args[0]);
    Map<String, List<Line>> actual = read(Arrays.copyOfRange(args, 1, args.length));
    long lines = 0;
    long different = 0;
    for (Map.Entry<String, List<Line>> row : expected.entrySet()) {
      lines += row.getValue().size();
      different += different(row.getValue(), actual.getOrDefault(row.getKey(), List.of()));
    }
    for (Map.Entry<String, List<Line>> row : actual.entrySet()) {
      different += expected.containsKey(row.getKey()) ? 0 : row.getValue().size();
    }
    System.out.printf("%,d items, %,d lines, %,d differ%n", expected.size(), lines, different);
    System.exit(different == 0 && lines > 0 ? 0 : 1);
  }

  private static long different(List<Line> expected, List<Line> actual) {
    Map<String, Line> byNeighbor = new HashMap<>();
    actual.forEach(line -> byNeighbor.put(line.neighbor, line));
    long different = Math.max(0, actual.size() - expected.size());
    for (int at = 0; at < expected.size(); at++) {
      Line line = expected.get(at);
      Line other = byNeighbor.getOrDefault(line.neighbor, line);
      boolean same =
          at < actual.size()
              && near(line.score, actual.get(at).score)
              && near(line.score, other.score)
              && (other.support == NO_SUPPORT || other.support == line.support);
      different += same ? 0 : 1;
    }
    return different;
  }

  private static boolean near(double expected, double actual) {
    return Math.abs(expected - actual) <= TOLERANCE * Math.abs(expected);
  }

  /** The rows of a table; the lines of one item may be in several of its files. */
  private static Map<String, List<Line>> read(String... files) throws IOException {
    Map<String, List<Line>> rows = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (String file : files) {
      try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
        lines.readLine();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.split(",", -1);
          rows.computeIfAbsent(fields[0], item -> new ArrayList<>())
              .add(
                  new Line(
                      ids.computeIfAbsent(fields[1], id -> id),
                      Integer.parseInt(fields[2]),
                      Double.parseDouble(fields[3]),
                      fields.length > 4 ? Integer.parseInt(fields[4]) : NO_SUPPORT));
        }
      }
    }
    rows.values().forEach(row -> row.sort(Comparator.comparingInt(line -> line.rank)));
    return rows;
  }

  private record Line(String neighbor, int rank, double score, int support) {}
}
