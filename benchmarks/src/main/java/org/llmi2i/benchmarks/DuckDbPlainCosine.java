package org.llmi2i.benchmarks;

import java.sql.SQLException;

/** A table of the cosine by DuckDB: the self-join as one writes it, in one query. */
public final class DuckDbPlainCosine {
  private static final String TABLE =
      """
      COPY (
        WITH items AS (
          SELECT item_id, count(*) AS n FROM log GROUP BY item_id
        ), pairs AS (
          SELECT a.item_id AS item_id, b.item_id AS neighbor_id, count(*) AS support
          FROM log a JOIN log b ON a.user_id = b.user_id AND a.item_id <> b.item_id
          GROUP BY a.item_id, b.item_id
        ), scored AS (
          SELECT pairs.item_id, neighbor_id, support / sqrt(CAST(x.n AS DOUBLE) * y.n) AS score,
                 support
          FROM pairs
          JOIN items x ON x.item_id = pairs.item_id
          JOIN items y ON y.item_id = pairs.neighbor_id
        )
        SELECT item_id, neighbor_id,
               row_number() OVER (PARTITION BY item_id ORDER BY score DESC, neighbor_id) AS rank,
               score, support
        FROM scored
        QUALIFY rank <= 100
        ORDER BY item_id, rank
      ) TO <table> (HEADER)
      """;

  private DuckDbPlainCosine() {}

  /** Arguments: the log, the table, a folder for what does not fit into memory. */
  public static void main(String[] args) throws SQLException {
    try (DuckDb database = DuckDb.open(args[2])) {
      database.readLog(args[0]);
      database.execute(TABLE.replace("<table>", DuckDb.quoted(args[1])));
    }
  }
}
