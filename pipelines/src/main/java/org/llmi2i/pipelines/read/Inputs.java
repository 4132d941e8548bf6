package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.pipelines.bigquery.ReadTable;

/** Looks at an input of any form before a pipeline runs: a mistake costs a second and no run. */
final class Inputs {
  private Inputs() {}

  /**
   * Checks that the input is there and has a column for each required or mapped field.
   *
   * @throws InputException if not; the message names the input, and lists the columns found
   */
  static void check(
      String input, PipelineOptions options, ColumnMapping mapping, List<String> required) {
    if (!BigQueryName.isNamed(input)) {
      InputFiles.check(input, mapping, required);
      return;
    }
    List<String> columns;
    try {
      columns = ReadTable.columns(BigQueryName.source(input), options);
    } catch (IOException e) {
      throw new InputException(input + ": cannot be read: " + InputException.why(e), e);
    }
    checkColumns(input, columns, mapping, required);
  }

  static void checkColumns(
      String name, List<String> found, ColumnMapping mapping, List<String> required) {
    for (String field : required) {
      if (mapping.index(field, found) < 0) {
        String column = mapping.mapped(field);
        throw new InputException(
            name
                + ": no column for "
                + field
                + (column == null ? "" : " (looked for " + column + ")")
                + "; columns found: "
                + String.join(", ", found));
      }
    }
    for (String column : mapping.mappedColumns()) {
      if (!found.contains(column)) {
        throw new InputException(
            name + ": no column " + column + "; columns found: " + String.join(", ", found));
      }
    }
  }
}
