package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.Main;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.testing.FakeOpenAiServer;

/** A run in a process of its own that is killed while it asks, and started again. */
public class RefineKilledTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final int CONCURRENCY = 8;
  private static final int KILLED_AFTER = 100;

  @Test
  public void nothingThatWasWrittenDownIsAskedAgain() throws IOException, InterruptedException {
    Path folder = TEMPORARY.getRoot().toPath().toRealPath();
    GenerateProgram.write(Marketplace.of(300, 400, 5_000), folder);
    Path output = folder.resolve("out");
    CountDownLatch some = new CountDownLatch(KILLED_AFTER);
    try (FakeOpenAiServer server =
        FakeOpenAiServer.start(
            request -> {
              some.countDown();
              return FakeOpenAiServer.answer("{\"answers\":[]}").withDelay(Duration.ofMillis(100));
            })) {
      Process first = start(folder, output, server);
      assertTrue(some.await(120, TimeUnit.SECONDS));
      first.destroyForcibly();
      first.waitFor();
      int askedFirst = server.requests().size();
      int writtenDown = new Runs.Output(output).ledger().size();
      assertTrue(
          askedFirst + " asked, " + writtenDown + " written down",
          writtenDown >= askedFirst - CONCURRENCY && writtenDown <= askedFirst);

      Process second = start(folder, output, server);
      assertTrue(second.waitFor(180, TimeUnit.SECONDS));
      assertEquals(Files.readString(folder.resolve("log.txt")), 0, second.exitValue());

      Set<String> distinct = new TreeSet<>();
      List<Exchange> ledger = new Runs.Output(output).ledger();
      ledger.forEach(exchange -> distinct.add(exchange.getExchangeId()));
      assertEquals(distinct.size(), ledger.size());
      assertEquals(distinct, server.requestsByKey().keySet());
      assertEquals(distinct.size() - writtenDown, server.requests().size() - askedFirst);
    }
  }

  private static Process start(Path folder, Path output, FakeOpenAiServer server)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
            "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
            "--output=" + output,
            "--llm=openai",
            "--llmModel=m",
            "--llmEndpoint=" + server.endpoint(),
            "--llmConcurrency=" + CONCURRENCY)
        .redirectErrorStream(true)
        .redirectOutput(new File(folder.toFile(), "log.txt"))
        .start();
  }
}
