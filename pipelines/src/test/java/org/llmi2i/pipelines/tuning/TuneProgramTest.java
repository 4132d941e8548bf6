package org.llmi2i.pipelines.tuning;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** {@link TuneProgram}: what it says of a job. */
public class TuneProgramTest {
  private static final String NAME = "projects/shop/locations/us-central1/tuningJobs/7";

  /** The states that the server tells, in order, with what comes with them. */
  private final Queue<String> states = new ArrayDeque<>();

  private final List<String> methods = new ArrayList<>();
  private HttpServer server;

  @Before
  public void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @After
  public void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    methods.add(exchange.getRequestMethod());
    byte[] bytes =
        ("{\"name\":\"" + NAME + "\",\"state\":" + states.remove() + "}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  public void aJobIsStartedAndWatchedAndTheRunIsNamed() throws Exception {
    states.add("\"JOB_STATE_PENDING\"");
    states.add("\"JOB_STATE_RUNNING\"");
    states.add("\"JOB_STATE_SUCCEEDED\",\"tunedModel\":{\"endpoint\":\"projects/1/endpoints/2\"}");
    assertEquals(
        List.of(
            NAME + ": JOB_STATE_PENDING",
            NAME + ": JOB_STATE_RUNNING",
            NAME + ": JOB_STATE_SUCCEEDED",
            "The tuned model answers at projects/1/endpoints/2; use it by",
            "./i2i run ... --llm=vertex --llmModel=projects/1/endpoints/2"),
        run("--trainFile=gs://bucket/train.jsonl"));
    assertEquals(List.of("POST", "GET", "GET"), methods);
  }

  @Test
  public void aJobThatIsNotWaitedForCanBeLookedAt() throws Exception {
    states.add("\"JOB_STATE_PENDING\"");
    assertEquals(
        List.of(
            NAME + ": JOB_STATE_PENDING",
            "It is not waited for; look at it again by",
            "./i2i tune --llmProject=shop --llmRegion=us-central1 --job=" + NAME),
        run("--trainFile=gs://bucket/train.jsonl", "--wait=false"));
    states.add("\"JOB_STATE_SUCCEEDED\",\"tunedModel\":{\"endpoint\":\"e\"}");
    run("--job=" + NAME);
    assertEquals(List.of("POST", "GET"), methods);
  }

  @Test
  public void aJobThatFails() {
    states.add("\"JOB_STATE_FAILED\",\"error\":{\"message\":\"too few examples\"}");
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> run("--job=" + NAME));
    assertEquals("the tuning job ended as JOB_STATE_FAILED: too few examples", thrown.getMessage());
  }

  @Test
  public void withoutAFileNothingIsAsked() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> run("--epochs=2"));
    assertEquals("--trainFile is required to start a job; --job looks at one", thrown.getMessage());
    assertEquals(List.of(), methods);
  }

  /** What the program prints, line by line. */
  private List<String> run(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.add("--llmProject=shop");
    arguments.add("--llmEndpoint=http://localhost:" + server.getAddress().getPort());
    GoogleCredentials credentials =
        GoogleCredentials.create(
            new AccessToken("token", Date.from(Instant.now().plusSeconds(3600))));
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      new TuneProgram(tuning -> tuning.withCredentials(credentials).withSleeper(millis -> {}))
          .run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(stdout);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
