package org.llmi2i.pipelines.refine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.testing.FakeOpenAiServer;
import org.llmi2i.testing.FakeServer;
import org.llmi2i.testing.Reply;

/** The main job on a Flink cluster of processes of their own, some of which are killed. */
public class RefineClusterTest {
  @ClassRule public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

  private static final Path SCRIPT = Path.of("flink-cluster").toAbsolutePath();
  private static final int CONCURRENCY = 8;
  private static final int KILLED_AFTER = 60;
  private static final String ENGINE = "Refined table/Rows";
  private static final Set<String> BEGUN = Set.of("RUNNING", "FINISHED");

  private Path folder;
  private Path cluster;
  private int port;

  @Before
  public void cluster() throws IOException, InterruptedException {
    folder = TEMPORARY.getRoot().toPath().toRealPath();
    cluster = folder.resolve("cluster");
    GenerateProgram.write(Marketplace.of(300, 400, 5_000), folder);
    port = freePort();
    script("start", "--port=" + port, "--heap=512");
  }

  @After
  public void stop() throws IOException, InterruptedException {
    script("stop");
  }

  @Test
  public void workersThatAreKilledCostNothingButWhatOneWasJustAsking() throws Exception {
    CountDownLatch some = new CountDownLatch(KILLED_AFTER);
    try (FakeOpenAiServer server = FakeOpenAiServer.start(request -> answer(request, some))) {
      CompletableFuture<Runs.Output> running =
          CompletableFuture.supplyAsync(() -> run(server, "cluster", "--flinkMaster=" + master()));
      while (!some.await(1, TimeUnit.SECONDS)) {
        if (running.isDone()) {
          running.join();
        }
      }
      kill("taskmanager-1");
      script("add");
      awaitEngine(running);
      kill("taskmanager-2");
      script("add");
      Runs.Output onCluster = running.join();
      int asked = server.requests().size();
      int distinct = server.requestsByKey().size();
      assertTrue(
          asked + " requests, " + distinct + " of them distinct", asked <= distinct + CONCURRENCY);

      Runs.Output inThisProcess = run(server, "local", "--flinkMaster=[local]");
      for (String table : List.of("i2i-base.csv", "i2i-refined.csv")) {
        assertArrayEquals(inThisProcess.bytes(table), onCluster.bytes(table));
      }
      assertEquals(Runs.names(inThisProcess.latest()), Runs.names(onCluster.latest()));
      assertEquals(
          inThisProcess.count("ReadInteractions.records"),
          onCluster.count("ReadInteractions.records"));
    }
  }

  private static Reply answer(FakeServer.Request request, CountDownLatch counted) {
    counted.countDown();
    double confidence = Integer.parseInt(request.key().substring(0, 4), 16) / (double) (1 << 16);
    return FakeOpenAiServer.answer(
            "{\"answers\":[{\"number\":1,\"answer\":\"Yes\",\"confidence\":" + confidence + "}]}")
        .withDelay(Duration.ofMillis(50));
  }

  /** Waits until the refined table is being made, or is made; what needs it is still to come. */
  private void awaitEngine(CompletableFuture<?> running) throws Exception {
    while (!engineHasBegun()) {
      try {
        running.get(50, TimeUnit.MILLISECONDS);
        throw new AssertionError("the job ended before its engine was seen at work");
      } catch (TimeoutException e) {
        // Still at work.
      }
    }
  }

  private boolean engineHasBegun() throws IOException {
    String job = rest("/jobs/overview").at("/jobs/0/jid").asText();
    for (JsonNode vertex : rest("/jobs/" + job).get("vertices")) {
      if (vertex.get("name").asText().contains(ENGINE)) {
        return BEGUN.contains(vertex.get("status").asText());
      }
    }
    throw new AssertionError("no step of the job is " + ENGINE);
  }

  private JsonNode rest(String path) throws IOException {
    return new ObjectMapper().readTree(URI.create("http://" + master() + path).toURL());
  }

  private String master() {
    return "localhost:" + port;
  }

  private Runs.Output run(FakeOpenAiServer server, String output, String master) {
    try {
      return Runs.run(
          folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
          folder.resolve(MarketplaceGenerator.ITEMS_FILE),
          "out-" + output,
          master,
          "--filesToStage=" + emptyJar(),
          "--llm=openai",
          "--llmModel=m",
          "--llmConcurrency=" + CONCURRENCY,
          "--llmEndpoint=" + server.endpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster has all classes already. */
  private Path emptyJar() throws IOException {
    Path jar = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    return jar;
  }

  private void kill(String process) throws IOException {
    long pid = Long.parseLong(Files.readString(cluster.resolve(process + ".pid")).strip());
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  private void script(String command, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                SCRIPT.toString(),
                command,
                "--folder=" + cluster,
                "--classPath=" + System.getProperty("java.class.path")));
    arguments.addAll(Arrays.asList(more));
    Path said = folder.resolve(command + ".txt");
    Process process =
        new ProcessBuilder(arguments)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(process.waitFor(90, TimeUnit.SECONDS));
    assertEquals(Files.readString(said), 0, process.exitValue());
  }

  /** One of two that follow each other, as the cluster needs them. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
