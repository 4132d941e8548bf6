package org.llmi2i.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A table of the cosine by DuckDB, made fast by hand: ids are numbered, a pair of items is counted
 * once, and the counts become rows for one range of the items after the other. All at once, those
 * of 10,000,000 interactions did not fit into 12 GB with version 1.4.1.
 */
public final class DuckDbCosine {
  private static final String ROWS =
      """
      COPY (
        SELECT a.item_id AS item_id, b.item_id AS neighbor_id, rank, score, c AS support
        FROM (
          SELECT *, row_number() OVER (PARTITION BY i ORDER BY score DESC, j) AS rank
          FROM (
            SELECT i, j, c, c / sqrt(CAST(x.n AS DOUBLE) * y.n) AS score
            FROM (
              SELECT i, j, c FROM counts WHERE i > <from> AND i <= <to>
              UNION ALL SELECT j, i, c FROM counts WHERE j > <from> AND j <= <to>
            ) t
            JOIN items x USING (i) JOIN (SELECT i AS j, n FROM items) y USING (j)
          )
          QUALIFY rank <= 100
        ) best JOIN items a ON a.i = best.i JOIN items b ON b.i = best.j
        ORDER BY a.i, rank
      ) TO <table> (HEADER)
      """;

  private DuckDbCosine() {}

  /**
   * Arguments: the log, the table, a folder for what does not fit into memory, how many ranges. The
   * table of several is a folder of files.
   */
  public static void main(String[] args) throws IOException, SQLException {
    Path table = Path.of(args[1]);
    int ranges = Integer.parseInt(args[3]);
    String[] statements = {
      // Numbers in the order of the ids, so that ties go the same way by either.
      """
      CREATE TABLE items AS
      SELECT item_id, CAST(row_number() OVER (ORDER BY item_id) AS INTEGER) AS i,
             CAST(count(*) AS INTEGER) AS n
      FROM log GROUP BY item_id
      """,
      """
      CREATE TABLE users AS
      SELECT user_id, CAST(row_number() OVER () AS INTEGER) AS u FROM log GROUP BY user_id
      """,
      """
      CREATE TABLE pairs AS
      SELECT u, i FROM log JOIN users USING (user_id) JOIN items USING (item_id)
      """,
      // Each pair of items once; it is turned round after counting, at half the cost.
      """
      CREATE TABLE counts AS
      SELECT a.i AS i, b.i AS j, CAST(count(*) AS INTEGER) AS c
      FROM pairs a JOIN pairs b ON a.u = b.u AND a.i < b.i
      GROUP BY a.i, b.i
      """
    };
    try (DuckDb database = DuckDb.open(args[2])) {
      database.readLog(args[0]);
      for (String sql : statements) {
        database.execute(sql);
      }
      long items = database.number("SELECT count(*) FROM items");
      if (ranges == 1) {
        database.execute(rows(0, items, table));
        return;
      }
      Files.createDirectories(table);
      for (int range = 0; range < ranges; range++) {
        Path part = table.resolve("part-%02d.csv".formatted(range));
        database.execute(rows(items * range / ranges, items * (range + 1) / ranges, part));
      }
    }
  }

  private static String rows(long from, long to, Path file) {
    return ROWS.replace("<from>", String.valueOf(from))
        .replace("<to>", String.valueOf(to))
        .replace("<table>", DuckDb.quoted(file.toString()));
  }
}
