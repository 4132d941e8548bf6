package org.llmi2i.pipelines.bigquery;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an option of the form {@code bigquery:...} names: {@code project.dataset}, {@code
 * project.dataset.table} or a query, {@code SELECT ...}.
 *
 * @param project empty for a query
 * @param dataset empty for a query
 * @param table empty for a dataset or a query
 * @param query empty for all else
 */
public record BigQueryName(String project, String dataset, String table, String query)
    implements Serializable {
  private static final String PREFIX = "bigquery:";

  private static final Pattern NAME =
      Pattern.compile(
          "(?<project>([a-z0-9.-]+:)?[a-z][a-z0-9-]+)[.](?<dataset>\\w+)([.](?<table>[\\w$-]+))?");

  private static final Pattern QUERY =
      Pattern.compile("\\s*(SELECT|WITH)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Whether an option's value is of this form, and neither a file nor a folder. */
  public static boolean isNamed(String value) {
    return value.startsWith(PREFIX);
  }

  /**
   * A dataset.
   *
   * @param option names the option in the message
   * @throws IllegalArgumentException if the value names none
   */
  public static BigQueryName dataset(String option, String value) {
    Matcher name = NAME.matcher(value.substring(PREFIX.length()));
    if (!name.matches() || name.group("table") != null) {
      throw new IllegalArgumentException(
          option + ": must name a dataset, bigquery:project.dataset, got " + value);
    }
    return new BigQueryName(name.group("project"), name.group("dataset"), "", "");
  }

  /**
   * A table.
   *
   * @throws IllegalArgumentException if the value names none
   */
  public static BigQueryName table(String option, String value) {
    Matcher name = NAME.matcher(value.substring(PREFIX.length()));
    if (!name.matches() || name.group("table") == null) {
      throw new IllegalArgumentException(
          option + ": must name a table, bigquery:project.dataset.table, got " + value);
    }
    return new BigQueryName(name.group("project"), name.group("dataset"), name.group("table"), "");
  }

  /**
   * A table or a query.
   *
   * @throws IllegalArgumentException if the value is neither
   */
  public static BigQueryName source(String value) {
    String named = value.substring(PREFIX.length());
    if (QUERY.matcher(named).matches()) {
      return new BigQueryName("", "", "", named.strip());
    }
    Matcher name = NAME.matcher(named);
    if (!name.matches() || name.group("table") == null) {
      throw new IllegalArgumentException(
          value
              + ": must be a table, bigquery:project.dataset.table, or a query, bigquery:SELECT ...");
    }
    return new BigQueryName(name.group("project"), name.group("dataset"), name.group("table"), "");
  }

  boolean isQuery() {
    return !query.isEmpty();
  }

  /** A table of this dataset. */
  BigQueryName with(String tableName) {
    return new BigQueryName(project, dataset, tableName, "");
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return isQuery()
        ? PREFIX + query
        : PREFIX + project + "." + dataset + (table.isEmpty() ? "" : "." + table);
  }
}
