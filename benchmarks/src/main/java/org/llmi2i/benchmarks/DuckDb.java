package org.llmi2i.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB in this process, with two threads and 12 GB; tells of every statement how long it took.
 */
final class DuckDb implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  private DuckDb(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
  }

  /**
   * Opens an empty database in memory.
   *
   * @param spill a folder for what does not fit into memory
   */
  static DuckDb open(String spill) throws SQLException {
    DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
    database.execute("SET threads = 2");
    database.execute("SET memory_limit = '12GB'");
    database.execute("SET temp_directory = " + quoted(spill));
    database.execute("SET preserve_insertion_order = false");
    return database;
  }

  void execute(String sql) throws SQLException {
    long start = System.nanoTime();
    statement.execute(sql);
    System.err.printf(
        "%6.2f s  %s%n", (System.nanoTime() - start) / 1e9, sql.strip().replaceAll("\\s+", " "));
  }

  /** The table {@code log} of distinct pairs of user and item. */
  void readLog(String file) throws SQLException {
    execute(
        "CREATE TABLE log AS SELECT DISTINCT user_id, item_id FROM read_csv("
            + quoted(file)
            + ", header = true, all_varchar = true)");
  }

  /** The number that a query gives. */
  long number(String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}
