package org.llmi2i.pipelines.write;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.llmi2i.cooccurrence.NeighborRow;

/**
 * Rows of a table as lines of CSV. A table has millions of lines, so numbers and plain ids are
 * appended directly; an id with anything in it that might need quotes goes through the CSV library.
 */
final class TableText {
  static final String HEADER = "item_id,neighbor_id,rank,score,support\n";

  private static final CSVFormat CSV = CSVFormat.RFC4180;

  private final StringBuilder text = new StringBuilder();

  /** The lines of a row, in UTF-8. */
  byte[] of(NeighborRow row) {
    text.setLength(0);
    String item = isPlain(row.itemId()) ? row.itemId() : CSV.format(row.itemId());
    List<NeighborRow.Entry> neighbors = row.neighbors();
    for (int at = 0; at < neighbors.size(); at++) {
      NeighborRow.Entry neighbor = neighbors.get(at);
      text.append(item).append(',').append(second(neighbor.itemId())).append(',');
      text.append(at + 1).append(',');
      // The shortest digits that read back as the same number, whatever the version of Java.
      text.append(NumberOutput.toString(neighbor.score(), true)).append(',');
      text.append(neighbor.support()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The rules for the first value of a line are others. */
  private static String second(String id) {
    return isPlain(id) ? id : CSV.format("", id).substring("\"\",".length());
  }

  private static boolean isPlain(String id) {
    for (int at = 0; at < id.length(); at++) {
      char c = id.charAt(at);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!plain && c != '_' && c != '-' && c != '.') {
        return false;
      }
    }
    return !id.isEmpty();
  }
}
