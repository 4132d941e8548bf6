package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** How far a row may reach, what is cut, and what reads as it was written. */
@RunWith(JUnit4.class)
public class RowLimitsTest {
  private static final String NOT_CLOSED = "broken quoting: ";

  @Test
  public void quotedValues() throws IOException {
    assertEquals(
        List.of("[1,5, say \"hi\"]", "[, \"]", "[x\ny\n\nz, 2]", "[3, 4]"),
        csv("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n\"x\ny\r\n\nz\",2\n3,4\n"));
    // A quote within a value, and another that opens one: an even number, and the row goes on.
    assertEquals(List.of("[5\", x\ny]", "[3, 4]"), csv("a,b\n5\",\"x\ny\"\n3,4\n"));
  }

  @Test
  public void quoteIsOpenForTwentyLinesAtMost() throws IOException {
    String twenty = "\"x" + "\ny".repeat(19) + "\",2";
    assertEquals(List.of("[x" + "\ny".repeat(19) + ", 2]"), csv("a,b\n" + twenty));

    List<String> rows = csv("a,b\n" + "\"x" + "\ny,y".repeat(20) + "\",2\n3,4\n");
    assertEquals(22, rows.size());
    assertEquals(NOT_CLOSED + "\"x", rows.get(0));
    assertEquals("[y, y]", rows.get(1));
    assertEquals("the row has 3 columns, the header 2: y,y\",2", rows.get(20));
    assertEquals("[3, 4]", rows.get(21));
  }

  @Test
  public void quoteIsOpenForOneMebibyteAtMost() throws IOException {
    String half = "y".repeat(Lines.MAX_LENGTH / 2);
    assertEquals(1, csv("a,b\n\"" + half + "\n" + half.substring(9) + "\",2\n").size());

    List<String> rows = csv("a,b\n\"" + half + "\n" + half + "\",2\n3,4\n");
    assertEquals(3, rows.size());
    assertTrue(rows.get(0).startsWith(NOT_CLOSED));
    assertEquals("[3, 4]", rows.get(2));
  }

  @Test
  public void longLineIsCut() throws IOException {
    String most = "x".repeat(Lines.MAX_LENGTH - 2);
    // Where a line is cut a carriage return stands: it must not pass for the line's end.
    for (String more : List.of("xx", "x\rx", "xx".repeat(Lines.MAX_LENGTH))) {
      List<String> rows = csv("a,b\n1," + most + "\r\n1," + most + more + "\n3,4\n");
      assertEquals("[1, " + most + "]", rows.get(0));
      String problem = "the line is longer than 1048576 characters: 1,";
      assertTrue(rows.get(1).startsWith(problem));
      assertTrue(rows.get(1).length() < 2 * Lines.MAX_LENGTH);
      assertEquals(List.of("[3, 4]"), rows.subList(2, rows.size()));
    }
  }

  @Test
  public void onlyInvalidBytesAreNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("a,b\n\u00e9\ud83d\ude00,\ufffd\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("caf\u00e9,2\n\"caf\u00e9\",2\n".getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes("3,4\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "[\u00e9\ud83d\ude00, \ufffd]",
            "the row is not in UTF-8: caf\ufffd,2",
            "the row is not in UTF-8: \"caf\ufffd\",2",
            "[3, 4]"),
        read("x.csv", bytes.toByteArray()));
  }

  @Test
  public void jsonLines() throws IOException {
    assertEquals(
        List.of("[1.10, true]", "[, {\"x\":[1]}]", "[12345678901234567890, a\nb]"),
        read(
            "x.jsonl",
            "{\"a\":1.10,\"b\":true}\n\n{\"a\":null,\"b\":{\"x\":[1]}}\n"
                + "{\"a\":12345678901234567890,\"b\":\"a\\nb\"}"));
    for (String line : List.of("{\"a\":1", "[1]", "1", "{\"a\":1} {\"a\":2}", "{\"a\":NaN}")) {
      List<String> rows = read("x.json", line + "\n{\"a\":2}\n");
      assertTrue(rows.get(0), rows.get(0).endsWith(": " + line));
      assertEquals(List.of("[2]"), rows.subList(1, rows.size()));
    }
  }

  @Test
  public void rowAsJsonHas64KibibytesAtMost() throws IOException {
    assertEquals("{\"a\":\"1\",\"b\":\"\"}", Row.of(List.of("a", "b"), List.of("1", "")).toJson());
    assertEquals("{\"line\":\"x\"}", Row.malformed("x", "broken").toJson());
    for (String piece : List.of("x", "\u0001", "\u20ac", "\ud83d\ude00")) {
      String json = Row.of(List.of("a", "b"), List.of(piece.repeat(1 << 18), "2")).toJson();
      int bytes = json.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(piece + bytes, bytes <= 1 << 16 && bytes > 1 << 13);
      String value = new ObjectMapper().readTree(json).get("a").asText();
      assertEquals(piece.repeat(value.length() / piece.length()), value);
    }
  }

  private static List<String> csv(String text) throws IOException {
    return read("x.csv", text);
  }

  private static List<String> read(String name, String text) throws IOException {
    return read(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(String name, byte[] bytes) throws IOException {
    List<String> rows = new ArrayList<>();
    RowFormat.of(name)
        .read(
            new ByteArrayInputStream(bytes),
            row ->
                rows.add(
                    row.problem() == null
                        ? row.values().toString()
                        : row.problem() + ": " + row.values().get(0)));
    return rows;
  }
}
