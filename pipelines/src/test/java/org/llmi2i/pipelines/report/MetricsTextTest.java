package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link MetricsText}: a table in Markdown that reads well where it is pasted. */
public class MetricsTextTest {
  @Test
  public void aRunWithItsLiftsAndPValues() {
    assertEquals(
        """
        | metric | cosine | refined |
        | --- | --- | --- |
        | Recall@50 | 0.2000 | 0.2000 (+0 %) |
        | Recall@50, tail | 0.1000 | 0.1500 (+50 %, p 0.012) |
        | Gini@50 |  | 0.7500 |
        | RN | 123.5 |  |

        1,234 users; in brackets: the change against the first column, and its p value by a paired bootstrap.
        """,
        MetricsText.of(
            Figured.lift()
                .with(Variant.REFINED, "RecallPValue", 50, Slice.TAIL, 0.0119)
                .with(Variant.REFINED, "Gini", 50, Slice.ALL, 0.75)
                .with(Variant.BASE, "RN", null, Slice.ALL, 123.45)
                .findings()));
  }

  @Test
  public void namesOfFilesAreNoMarkdown() {
    List<Metric> metrics =
        List.of(
            recall(Variant.BASE, "new|table\n<b>"),
            recall(Variant.COMPARED, "a_*b*"),
            recall(Variant.COMPARED, "plain-name 2.1"));
    assertEquals(
        "| metric | new\\|table \\<b\\> | a\\_\\*b\\* | plain-name 2.1 |",
        MetricsText.of(new Findings(metrics, new Run())).lines().findFirst().orElseThrow());
  }

  @Test
  public void nothingMeasured() {
    assertEquals("| metric |\n| --- |\n", MetricsText.of(new Findings(List.of(), new Run())));
  }

  private static Metric recall(Variant variant, String table) {
    return new Metric("r", variant, table, "Recall", 10, Slice.ALL, 0.5, null, null, 1L);
  }
}
