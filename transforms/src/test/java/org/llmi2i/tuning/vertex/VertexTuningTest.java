package org.llmi2i.tuning.vertex;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** {@link VertexTuning}, by the real client, against a server that answers as it is told. */
public class VertexTuningTest {
  private static final String JOBS = "/v1beta1/projects/shop/locations/here/tuningJobs";
  private static final String NAME = "projects/shop/locations/here/tuningJobs/7";

  private record Response(int status, String body) {}

  private final Queue<Response> responses = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final List<Long> slept = new ArrayList<>();
  private HttpServer server;
  private VertexTuning tuning;

  @Before
  public void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    tuning =
        VertexTuning.of("shop", "here")
            .withEndpoint("http://localhost:" + server.getAddress().getPort())
            .withCredentials(
                GoogleCredentials.create(
                    new AccessToken("token", Date.from(Instant.now().plusSeconds(3600)))))
            .withPollInterval(Duration.ofSeconds(30))
            .withSleeper(slept::add);
  }

  @After
  public void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (body.isEmpty() ? "" : " " + new ObjectMapper().readTree(body)));
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    Response response = responses.remove();
    byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  public void aJobIsStartedWithWhatItNeedsAndNoMore() {
    job("JOB_STATE_PENDING", "");
    TuningJobStatus job =
        tuning.start(TuningRequest.of("gemini-2.5-flash", "gs://bucket/train.jsonl"));
    assertEquals(
        new TuningJobStatus(NAME, "JOB_STATE_PENDING", Optional.empty(), Optional.empty()), job);
    assertFalse(job.hasEnded());
    assertEquals(
        List.of(
            "POST "
                + JOBS
                + " {\"baseModel\":\"gemini-2.5-flash\","
                + "\"supervisedTuningSpec\":{\"trainingDatasetUri\":\"gs://bucket/train.jsonl\"},"
                + "\"tunedModelDisplayName\":\"llm-i2i\"}"),
        requests);
    assertEquals(List.of("Bearer token"), authorizations);
  }

  @Test
  public void everySettingReachesTheService() {
    job("JOB_STATE_PENDING", "");
    tuning.start(
        TuningRequest.of("gemini-2.5-flash", "gs://bucket/train.jsonl")
            .withValidationFile("gs://bucket/validation.jsonl")
            .withEpochs(3)
            .withDisplayName("generator"));
    assertEquals(
        List.of(
            "POST "
                + JOBS
                + " {\"baseModel\":\"gemini-2.5-flash\","
                + "\"supervisedTuningSpec\":{\"trainingDatasetUri\":\"gs://bucket/train.jsonl\","
                + "\"validationDatasetUri\":\"gs://bucket/validation.jsonl\","
                + "\"hyperParameters\":{\"epochCount\":3}},"
                + "\"tunedModelDisplayName\":\"generator\"}"),
        requests);
  }

  @Test
  public void aJobIsWatchedUntilItsModelAnswers() throws InterruptedException {
    job("JOB_STATE_RUNNING", "");
    job("JOB_STATE_RUNNING", "");
    job("JOB_STATE_SUCCEEDED", ",\"tunedModel\":{\"model\":\"m\",\"endpoint\":\"e\"}");
    List<String> states = new ArrayList<>();
    TuningJobStatus ended =
        tuning.await(
            new TuningJobStatus(NAME, "JOB_STATE_PENDING", Optional.empty(), Optional.empty()),
            job -> states.add(job.state()));
    assertEquals(
        new TuningJobStatus(NAME, "JOB_STATE_SUCCEEDED", Optional.of("e"), Optional.empty()),
        ended);
    assertTrue(ended.hasSucceeded());
    assertEquals(List.of("JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"), states);
    String get = "GET " + JOBS + "/7";
    assertEquals(List.of(get, get, get), requests);
    assertEquals(List.of(30_000L, 30_000L, 30_000L), slept);
  }

  @Test
  public void aJobThatFailsSaysWhy() {
    job("JOB_STATE_FAILED", ",\"error\":{\"code\":3,\"message\":\"too few examples\"}");
    TuningJobStatus failed = tuning.get(NAME);
    assertTrue(failed.hasEnded());
    assertFalse(failed.hasSucceeded());
    assertEquals(Optional.of("too few examples"), failed.error());
  }

  @Test
  public void aRefusalIsOneSentence() {
    error(403, "PERMISSION_DENIED", "no access to bucket");
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> tuning.start(TuningRequest.of("gemini-2.5-flash", "gs://bucket/train.jsonl")));
    assertEquals(
        "Vertex AI refuses the request: 403 PERMISSION_DENIED: no access to bucket",
        thrown.getMessage());
  }

  @Test
  public void aFailedStartIsNotRepeated() {
    error(503, "UNAVAILABLE", "try later");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> tuning.start(TuningRequest.of("gemini-2.5-flash", "gs://bucket/train.jsonl")));
    assertEquals("Vertex AI fails: 503 UNAVAILABLE: try later", thrown.getMessage());
    assertEquals(1, requests.size());
  }

  @Test
  public void aLookThatFailsIsRepeatedUpToTenTimes() throws InterruptedException {
    TuningJobStatus running =
        new TuningJobStatus(NAME, "JOB_STATE_RUNNING", Optional.empty(), Optional.empty());
    for (int i = 0; i < 9; i++) {
      error(503, "UNAVAILABLE", "try later");
    }
    job("JOB_STATE_SUCCEEDED", "");
    assertTrue(tuning.await(running, job -> {}).hasSucceeded());
    for (int i = 0; i < 10; i++) {
      error(503, "UNAVAILABLE", "try later");
    }
    assertThrows(IllegalStateException.class, () -> tuning.await(running, job -> {}));
    assertEquals(20, requests.size());
  }

  @Test
  public void aServerThatIsNotThere() {
    server.stop(0);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> tuning.get(NAME));
    assertTrue(
        thrown.getMessage(),
        thrown.getMessage().startsWith("Vertex AI cannot be reached at http://localhost:"));
  }

  @Test
  public void aFileThatIsNotOnCloudStorage() {
    assertEquals(
        "trainFile: must be on Cloud Storage, gs://bucket/file, got train.jsonl",
        assertThrows(IllegalArgumentException.class, () -> TuningRequest.of("model", "train.jsonl"))
            .getMessage());
  }

  private void job(String state, String more) {
    responses.add(
        new Response(200, "{\"name\":\"" + NAME + "\",\"state\":\"" + state + "\"" + more + "}"));
  }

  private void error(int code, String status, String message) {
    responses.add(
        new Response(
            code,
            String.format(
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}",
                code, message, status)));
  }
}
