package org.llmi2i.pipelines.read;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** CSV and TSV as logs have them: mostly RFC 4180, with a broken line here and there. */
public class DelimitedRowsTest {
  private static final List<String> COLUMNS = List.of("user_id", "title", "price");
  private static final String HEADER = "user_id,title,price";

  @Test
  public void aRowHasTheColumnsOfTheHeader() {
    assertEquals(
        List.of(
            Row.of(COLUMNS, List.of("u1", "BAG", "1.25")),
            Row.of(COLUMNS, List.of("u2", "", "")),
            Row.of(COLUMNS, List.of("", " a b ", "0"))),
        csv(HEADER, "u1,BAG,1.25", "u2,,", ", a b ,0"));
  }

  @Test
  public void aQuotedValueHoldsDelimitersQuotesAndLineBreaks() {
    assertEquals(
        List.of(
            List.of("u1", "BAG, RED", "1"),
            List.of("u2", "6\" PLATE \"ROSE\"", "2"),
            List.of("u3", "two\n\nlines, \"three\"", "3"),
            List.of("u4", "", "4")),
        Texts.outcomes(
            csv(
                HEADER,
                "u1,\"BAG, RED\",1",
                "\"u2\",\"6\"\" PLATE \"\"ROSE\"\"\",2",
                "u3,\"two",
                "",
                "lines, \"\"three\"\"\",3",
                "u4,\"\",4")));
  }

  @Test
  public void aQuoteInsideAnUnquotedValueIsAnInchSign() {
    assertEquals(
        List.of(
            List.of("u1", "6\" PLATE", "1"),
            List.of("u2", "BAG", "2"),
            List.of("u3", "8\" PLATE", "3")),
        Texts.outcomes(csv(HEADER, "u1,6\" PLATE,1", "u2,BAG,2", "u3,8\" PLATE,3")));
  }

  @Test
  public void windowsAndUnixLinesReadTheSame() {
    String unix = Texts.lines(HEADER, "u1,\"two", "lines\",1", "u2,b,2");
    List<Row> expected =
        List.of(
            Row.of(COLUMNS, List.of("u1", "two\nlines", "1")),
            Row.of(COLUMNS, List.of("u2", "b", "2")));

    assertEquals(expected, Texts.read(RowFormat.CSV, unix));
    assertEquals(expected, Texts.read(RowFormat.CSV, unix.replace("\n", "\r\n")));
  }

  @Test
  public void theLastLineNeedsNoEnd() {
    assertEquals(
        List.of(List.of("u1", "a", "1"), List.of("u2", "b,c", "2")),
        Texts.outcomes(Texts.read(RowFormat.CSV, HEADER + "\nu1,a,1\nu2,\"b,c\",2")));
  }

  @Test
  public void aByteOrderMarkIsNoPartOfTheFirstColumn() {
    String text = "\ufeff" + Texts.lines(HEADER, "u1,a,1");
    assertEquals(
        List.of(Row.of(COLUMNS, List.of("u1", "a", "1"))), Texts.read(RowFormat.CSV, text));
    assertEquals(
        List.of(Row.of(COLUMNS, List.of("u1", "a", "1"))),
        Texts.read(RowFormat.CSV, text.replace("user_id", "\"user_id\"")));
  }

  @Test
  public void columnsMayBeQuotedAndPadded() throws IOException {
    assertEquals(COLUMNS, columns("\"user_id\", title ,\"price\"\nu1,a,1\n"));
    assertEquals(COLUMNS, columns(HEADER));
    assertEquals(List.of(), columns(""));
  }

  @Test
  public void tabsSeparateAndCommasDoNot() {
    assertEquals(
        List.of(
            Row.of(COLUMNS, List.of("u1", "BAG, RED", "1")),
            Row.of(COLUMNS, List.of("u2", "a\tb", "2"))),
        Texts.read(
            RowFormat.TSV,
            Texts.lines("user_id\ttitle\tprice", "u1\tBAG, RED\t1", "u2\t\"a\tb\"\t2")));
  }

  @Test
  public void aQuoteThatIsNeverClosedLosesItsLineOnly() {
    List<String> text = new ArrayList<>(List.of(HEADER, "u0,a,0", "u1,\"BAG,1"));
    List<Object> expected = new ArrayList<>(List.of(List.of("u0", "a", "0"), "broken quoting"));
    for (int i = 2; i < 3 * DelimitedRows.MAX_LINES; i++) {
      text.add("u" + i + ",\"BAG, RED\"," + i);
      expected.add(List.of("u" + i, "BAG, RED", "" + i));
    }

    assertEquals(expected, Texts.outcomes(csv(text.toArray(String[]::new))));
  }

  @Test
  public void aQuoteThatIsNeverClosedInTheLastLineLosesThatLineOnly() {
    assertEquals(
        List.of(
            Row.of(COLUMNS, List.of("u1", "a", "1")),
            Row.malformed("u2,\"BAG,2", "broken quoting")),
        csv(HEADER, "u1,a,1", "u2,\"BAG,2"));
  }

  @Test
  public void twoBrokenQuotesDoNotCloseEachOther() {
    assertEquals(
        List.of(
            Row.malformed("u1,\"BAG,1", "broken quoting"),
            Row.of(COLUMNS, List.of("u2", "a", "2")),
            Row.of(COLUMNS, List.of("u3", "b\nc", "3")),
            Row.malformed("u4,\"BOX,4", "broken quoting"),
            Row.of(COLUMNS, List.of("u5", "d", "5"))),
        csv(HEADER, "u1,\"BAG,1", "u2,a,2", "u3,\"b", "c\",3", "u4,\"BOX,4", "u5,d,5"));
  }

  @Test
  public void aQuotedValueSpansSoManyLinesAndNoMore() {
    String longest = "x\n".repeat(DelimitedRows.MAX_LINES - 1) + "x";
    assertEquals(
        List.of(List.of("u1", longest, "1")),
        Texts.outcomes(csv(HEADER, "u1,\"" + longest + "\",1")));

    List<Object> broken = Texts.outcomes(csv(HEADER, "u1,\"" + longest + "\nx\",1"));
    assertEquals(DelimitedRows.MAX_LINES + 1, broken.size());
    assertEquals("broken quoting", broken.get(0));
    assertEquals("the row has 1 columns, the header 3", broken.get(1));
    assertEquals("the row has 2 columns, the header 3", broken.get(DelimitedRows.MAX_LINES));
  }

  @Test
  public void textBehindAClosingQuoteIsBrokenQuoting() {
    assertEquals(
        List.of(
            Row.malformed("u1,\"BAG\"RED,1", "broken quoting"),
            Row.of(COLUMNS, List.of("u2", "b", "2"))),
        csv(HEADER, "u1,\"BAG\"RED,1", "u2,b,2"));
  }

  @Test
  public void aRowOfOtherThanTheHeadersColumnsIsMalformed() {
    assertEquals(
        List.of(
            Row.malformed("u1,a", "the row has 2 columns, the header 3"),
            Row.malformed("u2,BAG, RED,2", "the row has 4 columns, the header 3"),
            Row.malformed("u3,\"b\",3,", "the row has 4 columns, the header 3"),
            Row.of(COLUMNS, List.of("u4", "d", "4"))),
        csv(HEADER, "u1,a", "u2,BAG, RED,2", "u3,\"b\",3,", "u4,d,4"));
  }

  @Test
  public void bytesThatAreNoUtf8LoseTheirRowOnly() {
    byte[] latin1 =
        Texts.lines(HEADER, "u1,CAF\u00c9,1", "u2,\"CAF\u00c9, OLD\",2", "u3,b,3")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        List.of(
            Row.malformed("u1,CAF\ufffd,1", "the row is not in UTF-8"),
            Row.malformed("u2,\"CAF\ufffd, OLD\",2", "the row is not in UTF-8"),
            Row.of(COLUMNS, List.of("u3", "b", "3"))),
        Texts.read(RowFormat.CSV, latin1));
  }

  @Test
  public void anyScriptIsReadAsItIs() {
    String title = "茶杯 Ünï 🍵";
    assertEquals(
        List.of(List.of("u1", title, "1")), Texts.outcomes(csv(HEADER, "u1," + title + ",1")));
  }

  @Test
  public void anOverlongLineIsCutAndLosesItselfOnly() {
    String title = "x".repeat(Lines.MAX_LENGTH);
    String fits = title.substring("u1,,1".length());
    List<Row> rows = csv(HEADER, "u1," + fits + ",1", "u2," + title.repeat(3) + ",2", "u3,\"b\",3");

    assertEquals(Row.of(COLUMNS, List.of("u1", fits, "1")), rows.get(0));
    assertEquals("the line is longer than 1048576 characters", rows.get(1).problem());
    assertEquals(Lines.MAX_LENGTH + 2, rows.get(1).values().get(0).length());
    assertEquals(Row.of(COLUMNS, List.of("u3", "b", "3")), rows.get(2));
    assertEquals(3, rows.size());
  }

  @Test
  public void blankLinesAreNoRows() {
    assertEquals(
        List.of(List.of("u1", "a", "1"), List.of("u2", "b", "2")),
        Texts.outcomes(csv(HEADER, "", "u1,a,1", "  ", "\r", "u2,b,2", "", "")));
  }

  @Test
  public void aFileOfNoRowsHasNone() {
    assertEquals(List.of(), csv(HEADER));
    assertEquals(List.of(), Texts.read(RowFormat.CSV, HEADER));
    assertEquals(List.of(), Texts.read(RowFormat.CSV, ""));
  }

  private static List<Row> csv(String... lines) {
    return Texts.read(RowFormat.CSV, Texts.lines(lines));
  }

  private static List<String> columns(String text) throws IOException {
    return RowFormat.CSV.columns(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
