package org.llmi2i.pipelines.base;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** {@link TuneBaseProgram}: every setting is measured on the end of train, the best is told. */
public class TuneBaseProgramTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void everySettingIsMeasuredAndTheBestStandsFirst() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(200, 300, 3_000), folder);

    TuneBaseOptions options =
        Options.parse(
            TuneBaseOptions.class,
            new String[] {
              "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
              "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
              "--output=" + folder.resolve("out")
            });
    TuneBaseProgram.tune(
        options,
        List.of(
            new BaseSetting("cosine", 5, BaseSetting.MOST),
            new BaseSetting("lift", 0, BaseSetting.MOST)));

    List<String> lines = Files.readAllLines(folder.resolve("out/tune-base.md"));
    List<String> rows = lines.stream().filter(line -> line.startsWith("| `")).toList();
    assertEquals(2 * 8, rows.size());
    List<Double> recalls = rows.stream().map(TuneBaseProgramTest::recall).toList();
    assertEquals(recalls.stream().sorted(Comparator.reverseOrder()).toList(), recalls);
    assertTrue(recalls.get(0) > recalls.get(rows.size() - 1));
    String best = rows.get(0).split("`", -1)[1];
    assertEquals("The best for all items: " + best, lines.get(lines.size() - 1));
  }

  private static double recall(String row) {
    return Double.parseDouble(row.split("[|]", -1)[2].strip());
  }

  @Test
  public void whatIsTriedIsEverySimilarityAndTheCosineAtEveryShrinkage() {
    List<BaseSetting> tried = BaseSetting.similarities();
    assertEquals(17, tried.size());
    assertEquals("--similarity=two-tower --k=200", tried.get(16).toString());
    assertEquals("--similarity=cosine --shrinkage=0 --k=200", tried.get(0).toString());
    assertEquals("--similarity=swing --k=200", tried.get(7).toString());
    assertEquals(
        List.of(5, 10, 15, 20, 30, 50, 100, 200),
        tried.get(7).lengths().stream().map(BaseSetting::k).toList());
  }

  @Test
  public void onTheFrontierIsWhatNothingBeatsInBoth() {
    String text =
        BaseText.of(
            List.of(
                metric("--similarity=a", Slice.ALL, 0.2),
                metric("--similarity=a", Slice.TAIL, 0.01),
                metric("--similarity=b", Slice.ALL, 0.1),
                metric("--similarity=b", Slice.TAIL, 0.03),
                metric("--similarity=c", Slice.ALL, 0.1),
                metric("--similarity=c", Slice.TAIL, 0.02)));
    assertEquals(
        """
        | setting | recall@50 | tail recall@50 | NDCG@10 | frontier |
        | --- | ---: | ---: | ---: | --- |
        | `--similarity=a` | 0.2000 | 0.0100 | 0.0000 | yes |
        | `--similarity=b` | 0.1000 | 0.0300 | 0.0000 | yes |
        | `--similarity=c` | 0.1000 | 0.0200 | 0.0000 |  |

        On the end of train, 7 users; no other setting has more of one recall and no less of the other than one on the frontier.
        The best for all items: --similarity=a
        """,
        text);
  }

  private static Metric metric(String setting, Slice slice, double value) {
    return new Metric("run", Variant.BASE, setting, "Recall", 50, slice, value, null, null, 7L);
  }
}
