package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** One JSON object a line. */
public class JsonRowsTest {

  @Test
  public void everyObjectNamesItsOwnColumns() {
    assertEquals(
        List.of(
            Row.of(List.of("user_id", "price"), List.of("u1", "1.25")),
            Row.of(List.of("price", "user_id", "gift"), List.of("", "u2", "true"))),
        json(
            "{\"user_id\": \"u1\", \"price\": 1.25}",
            "{\"price\": null, \"user_id\": \"u2\", \"gift\": true}"));
  }

  @Test
  public void numbersKeepTheirDigits() {
    assertEquals(
        List.of(List.of("123456789012345678901234567890", "1291191960000", "-3", "007")),
        Texts.outcomes(
            json(
                "{\"a\": 123456789012345678901234567890, \"b\": 1291191960000,"
                    + " \"c\": -3, \"d\": \"007\"}")));
  }

  @Test
  public void textIsUnescaped() {
    assertEquals(
        List.of(List.of("6\" PLATE\nROSÉ")),
        Texts.outcomes(json("{\"title\": \"6\\\" PLATE\\nROS\\u00c9\"}")));
  }

  @Test
  public void nestedValuesStayJson() {
    assertEquals(
        List.of(List.of("{\"colour\":\"red\"}", "[\"a\",1]")),
        Texts.outcomes(json("{\"a\": {\"colour\": \"red\"}, \"b\": [\"a\", 1]}")));
  }

  @Test
  public void whatIsNoObjectLosesItsLineOnly() {
    List<Row> rows =
        json(
            "{\"a\": 1",
            "[1, 2]",
            "null",
            "",
            "{\"a\": 1} {\"a\": 2}",
            "{\"a\": 3},",
            "{\"a\": 4}");

    assertEquals(6, rows.size());
    assertEquals(
        "the line is not JSON: Unexpected end-of-input",
        rows.get(0)
            .problem()
            .substring(0, "the line is not JSON: Unexpected end-of-input".length()));
    assertEquals(Row.malformed("[1, 2]", "the line is no JSON object"), rows.get(1));
    assertEquals(Row.malformed("null", "the line is no JSON object"), rows.get(2));
    assertEquals("two objects", List.of("{\"a\": 1} {\"a\": 2}"), rows.get(3).values());
    assertEquals("a comma", List.of("{\"a\": 3},"), rows.get(4).values());
    assertEquals(Row.of(List.of("a"), List.of("4")), rows.get(5));
  }

  @Test
  public void bytesThatAreNoUtf8AndOverlongLinesLoseThemselvesOnly() {
    byte[] latin1 =
        Texts.lines(
                "{\"a\": \"CAF\u00c9\"}",
                "{\"a\": \"" + "x".repeat(Lines.MAX_LENGTH) + "\"}",
                "{\"a\": 1}")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        List.of(
            "the row is not in UTF-8", "the line is longer than 1048576 characters", List.of("1")),
        Texts.outcomes(Texts.read(RowFormat.JSON_LINES, latin1)));
  }

  @Test
  public void theColumnsOfAFileAreThoseOfItsFirstRowsTogether() throws IOException {
    assertEquals(
        List.of("user_id", "item_id", "price"),
        columns(
            "",
            "{broken",
            "{\"user_id\": \"u\", \"item_id\": \"i\"}",
            "{\"item_id\": \"i\", \"price\": 1}"));
    assertEquals(List.of(), columns(""));
  }

  @Test
  public void aFileWithoutAnyObjectSaysWhatItsFirstLineIs() {
    IOException printed =
        assertThrows(IOException.class, () -> columns("[", "  {\"user_id\": \"u\"},", "]"));
    assertEquals("the line is not JSON", printed.getMessage().split(":", -1)[0]);
    IOException numbers = assertThrows(IOException.class, () -> columns("1", "2"));
    assertEquals("the line is no JSON object", numbers.getMessage());
  }

  private static List<Row> json(String... lines) {
    return Texts.read(RowFormat.JSON_LINES, Texts.lines(lines));
  }

  private static List<String> columns(String... lines) throws IOException {
    return RowFormat.JSON_LINES.columns(
        new ByteArrayInputStream(Texts.lines(lines).getBytes(StandardCharsets.UTF_8)));
  }
}
