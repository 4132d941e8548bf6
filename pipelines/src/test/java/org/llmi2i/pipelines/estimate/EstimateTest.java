package org.llmi2i.pipelines.estimate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.ask.Prices;
import org.llmi2i.pipelines.cli.Options;

/** {@link Estimate}: its formulas, its prices, its limits, and the table on the operations page. */
public class EstimateTest {
  private static final CloudPrices ONE_EACH = new CloudPrices(1, 1, 1);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void allButTheCalibrationGrowsWithTheLog() {
    Estimate one = Estimate.of(1_000_000, 1_000);
    Estimate hundred = Estimate.of(100_000_000, 1_000);
    assertEquals(540e6, one.shuffleBytes(), 0);
    assertEquals(100 * one.shuffleBytes(), hundred.shuffleBytes(), 0);
    assertEquals(100 * one.coreHours(), hundred.coreHours(), 1e-9);
    assertEquals(100 * one.calls() - hundred.calls(), 99 * 1_348, 1e-6);
  }

  @Test
  public void aCatalogueHasAnEnd() {
    // From 500 million interactions on there are 10 million items, and no more requests.
    assertEquals(Estimate.of(500_000_000, 1).calls(), Estimate.of(10_000_000_000L, 1).calls(), 0);
  }

  @Test
  public void waitingHoldsOneWorker() {
    Estimate estimate = Estimate.of(1_000_000, 60);
    assertEquals(estimate.calls() / 3_600, estimate.waitingHours(), 1e-9);
    assertEquals(estimate.coreHours() / 4 + estimate.waitingHours(), estimate.workerHours(), 1e-9);
  }

  @Test
  public void eachPriceCounts() {
    Estimate estimate = new Estimate(1, 3e9, 8, 1, 10, 2e6, 5e6);
    // Three worker hours of 4 cores and 16 GB, and 3 GB.
    assertEquals(12 + 48 + 3, estimate.cloudCost(ONE_EACH), 1e-9);
    assertEquals(12, estimate.cloudCost(new CloudPrices(1, 0, 0)), 1e-9);
    assertEquals(48, estimate.cloudCost(new CloudPrices(0, 1, 0)), 1e-9);
    assertEquals(3, estimate.cloudCost(new CloudPrices(0, 0, 1)), 1e-9);
    assertEquals(2 * 7 + 5 * 11, estimate.llmCost(new Prices(7, 11)), 1e-9);
  }

  @Test
  public void limits() {
    refused("interactionCount: must be at least 1, got -1", "--interactionCount=-1");
    refused("llmRequestsPerMinute: must be at least 1, got 0", "--llmRequestsPerMinute=0");
    refused(
        "llmModel: the price of gemini-9 is not known; give --tokenPrices=input,output",
        "--llmModel=gemini-9");
    refused("tokenPrices: must be two numbers such as 0.10,0.40, got 1", "--tokenPrices=1");
    assertTrue(Estimate.of(1, 1).calls() > 0);
  }

  @Test
  public void pricesOfOnesOwn() throws IOException {
    Path file = temporary.newFile("prices.csv").toPath();
    Files.writeString(file, "what,price\nvcpu_hour,0\nmemory_gb_hour,0\nshuffle_gb,2\n");
    assertEquals(new CloudPrices(0, 0, 2), CloudPrices.of(file));
    Files.writeString(file, "what,price\nvcpu_hour,0\nmemory_gb_hour,-1\nshuffle_gb,2\n");
    refused(
        "prices: " + file + ": memory_gb_hour must be a number of at least 0, got -1",
        "--prices=" + file);
    Files.writeString(file, "what,price\nvcpu_hour,0\n");
    refused("prices: " + file + " lacks memory_gb_hour", "--prices=" + file);
    refused("prices: cannot read none.csv", "--prices=none.csv");
  }

  @Test
  public void theOperationsPageHasThisTable() throws IOException {
    String page = Files.readString(Path.of("../docs/operations.md"));
    String table = EstimateProgram.table(Options.parse(EstimateOptions.class, new String[0]));
    assertTrue(
        "docs/operations.md must have what ./i2i estimate prints:\n" + table, page.contains(table));
  }

  private static void refused(String message, String... arguments) {
    IllegalArgumentException thrown =
        assertThrows(
            message,
            IllegalArgumentException.class,
            () -> EstimateProgram.table(Options.parse(EstimateOptions.class, arguments)));
    assertEquals(message, thrown.getMessage());
  }
}
