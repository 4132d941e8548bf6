package org.llmi2i.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A table of the cosine by Spark SQL: one self-join. */
public final class SparkCosine {
  private static final String[] STATEMENTS = {
    "CACHE TABLE log AS SELECT DISTINCT user_id, item_id FROM interactions",
    // Numbers in the order of the ids, so that ties go the same way by either.
    """
    CACHE TABLE items AS
    SELECT item_id, row_number() OVER (ORDER BY item_id) AS i, n
    FROM (SELECT item_id, CAST(count(*) AS INT) AS n FROM log GROUP BY item_id)
    """,
    """
    CACHE TABLE users AS
    SELECT user_id, row_number() OVER (ORDER BY user_id) AS u
    FROM (SELECT DISTINCT user_id FROM log)
    """,
    """
    CACHE TABLE pairs AS
    SELECT u, i FROM log JOIN users USING (user_id) JOIN items USING (item_id)
    """,
    // Each pair of items once; it is turned round after scoring, at half the cost.
    """
    CREATE TEMPORARY VIEW counts AS
    SELECT a.i AS i, b.i AS j, CAST(count(*) AS INT) AS c
    FROM pairs a JOIN pairs b ON a.u = b.u AND a.i < b.i
    GROUP BY a.i, b.i
    """,
    """
    CREATE TEMPORARY VIEW scores AS
    SELECT stack(2, i, j, c, score, j, i, c, score) AS (i, j, c, score)
    FROM (
      SELECT t.i, t.j, c, c / sqrt(CAST(x.n AS DOUBLE) * y.n) AS score
      FROM counts t JOIN items x ON x.i = t.i JOIN items y ON y.i = t.j
    )
    """,
    """
    CREATE TEMPORARY VIEW neighbors AS
    SELECT a.item_id AS item_id, b.item_id AS neighbor_id, rank, score, c AS support
    FROM (
      SELECT *, row_number() OVER (PARTITION BY i ORDER BY score DESC, j) AS rank FROM scores
    ) best JOIN items a ON a.i = best.i JOIN items b ON b.i = best.j
    WHERE rank <= 100
    ORDER BY a.i, rank
    """
  };

  private SparkCosine() {}

  /** Arguments: the log, the folder of the table, a folder for what does not fit into memory. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("cosine")
            // No network but this machine's own.
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.local.dir", args[2])
            .config("spark.sql.warehouse.dir", Path.of(args[2], "warehouse").toString())
            .config("spark.log.level", "ERROR")
            .config("spark.sql.shuffle.partitions", 8)
            .getOrCreate()) {
      spark.read().option("header", true).csv(args[0]).createOrReplaceTempView("interactions");
      for (String sql : STATEMENTS) {
        long start = System.nanoTime();
        spark.sql(sql);
        report(start, sql);
      }
      long start = System.nanoTime();
      spark.table("neighbors").write().option("header", true).csv(args[1]);
      report(start, "writing neighbors");
    }
  }

  private static void report(long start, String what) {
    System.err.printf(
        "%6.2f s  %s%n", (System.nanoTime() - start) / 1e9, what.strip().replaceAll("\\s+", " "));
  }
}
