package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import org.junit.Test;
import org.llmi2i.pipelines.refine.RefineOptions;

/** {@link SharedPaths}: what workers open is told to them in full. */
public class SharedPathsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  public void relativePathsAndPatternsBecomeAbsolute() {
    RefineOptions options = parse("out/shop/inter*.csv", "../items.csv", "out/mine");
    SharedPaths.resolve(options);
    assertEquals(HERE + "/out/shop/inter*.csv", options.getInteractions());
    assertEquals(HERE.getParent() + "/items.csv", options.getItems());
    assertEquals(HERE + "/out/mine", options.getOutput());
  }

  @Test
  public void absolutePathsObjectStoresAndWhatIsNotGivenStayAsTheyAre() {
    RefineOptions options = parse("/data/log.csv", "gs://bucket/items.csv", "/out");
    SharedPaths.resolve(options);
    assertEquals("/data/log.csv", options.getInteractions());
    assertEquals("gs://bucket/items.csv", options.getItems());
    assertEquals("/out", options.getOutput());
    assertEquals("", options.getLedger());
    assertEquals("", options.getLlmModel());
  }

  private static RefineOptions parse(String interactions, String items, String output) {
    return Options.parse(
        RefineOptions.class,
        new String[] {"--interactions=" + interactions, "--items=" + items, "--output=" + output});
  }
}
