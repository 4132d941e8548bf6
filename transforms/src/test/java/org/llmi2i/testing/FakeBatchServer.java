package org.llmi2i.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/**
 * Vertex AI's batchPredictionJobs, on folders of this machine. Every request of a job's file is
 * answered by a script, as {@link FakeVertexServer} would: a reply of status 200 becomes a line
 * with a response, an error a line with a status, {@link Reply#dropped} no line. The lines come in
 * reverse order, in two files.
 *
 * <p>A job has ended when it is created, unless {@link #states} says otherwise.
 */
public final class FakeBatchServer extends FakeServer {
  private final Jobs jobs;

  private FakeBatchServer(Jobs jobs) {
    super(jobs::reply);
    this.jobs = jobs;
  }

  public static FakeBatchServer start(Function<Request, Reply> script) {
    return new FakeBatchServer(new Jobs(script));
  }

  /** The base address, as a client wants it. */
  public String endpoint() {
    return address();
  }

  /** The states of the jobs to come, at creation and at every look; the last one stays. */
  public void states(String... states) {
    synchronized (jobs) {
      jobs.states = List.of(states);
    }
  }

  /** What is wrong with the jobs to come; they leave no output. */
  public void error(int code, String message) {
    synchronized (jobs) {
      jobs.error = JSON.createObjectNode().put("code", code).put("message", message);
    }
  }

  /** What the next requests get instead of an answer, whatever they ask for. */
  public void fault(Reply reply, int times) {
    synchronized (jobs) {
      jobs.faults.addAll(Collections.nCopies(times, reply));
    }
  }

  /** The next job is created, and nobody is told. */
  public void loseTheNextCreation() {
    synchronized (jobs) {
      jobs.lose = true;
    }
  }

  /** The jobs that were created, as they are now. */
  public List<JsonNode> jobs() {
    synchronized (jobs) {
      return jobs.all.stream().map(job -> (JsonNode) job.deepCopy()).toList();
    }
  }

  /** The requests of all jobs that have ended, by what the server tells equal ones by. */
  public List<String> answered() {
    synchronized (jobs) {
      return List.copyOf(jobs.answered);
    }
  }

  @Override
  protected String key(Map<String, String> headers, JsonNode body) {
    return body.path("displayName").asText();
  }

  @Override
  protected String system(JsonNode body) {
    return body.at("/systemInstruction/parts/0/text").asText();
  }

  @Override
  protected String user(JsonNode body) {
    return body.at("/contents/0/parts/0/text").asText();
  }

  private static final class Jobs {
    private final Function<Request, Reply> script;
    private final List<ObjectNode> all = new ArrayList<>();
    private final List<Queue<String>> next = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Queue<Reply> faults = new ArrayDeque<>();
    private List<String> states = List.of("JOB_STATE_SUCCEEDED");
    private JsonNode error;
    private boolean lose;

    Jobs(Function<Request, Reply> script) {
      this.script = script;
    }

    synchronized Reply reply(Request request) {
      if (!faults.isEmpty()) {
        return faults.remove();
      }
      String path = request.path().replaceFirst("\\?.*", "");
      String last = path.substring(path.lastIndexOf('/') + 1);
      if (!request.body().isMissingNode()) {
        ObjectNode job = create(request.path(), request.body());
        if (lose) {
          lose = false;
          return Reply.dropped();
        }
        return Reply.of(200, job.toString());
      }
      if (last.equals("batchPredictionJobs")) {
        return Reply.of(200, list(request.path()).toString());
      }
      int number = Integer.parseInt(last) - 1;
      if (number >= all.size()) {
        return FakeVertexServer.error(404, "there is no such job");
      }
      advance(number);
      return Reply.of(200, all.get(number).toString());
    }

    private ObjectNode create(String path, JsonNode body) {
      ObjectNode job = body.deepCopy();
      String parent = path.replaceFirst("^/[^/]+/", "").replaceFirst("\\?.*", "");
      job.put("name", parent + "/" + (all.size() + 1));
      job.put("createTime", "2026-01-01T00:00:%02dZ".formatted(all.size()));
      all.add(job);
      next.add(new ArrayDeque<>(states));
      advance(all.size() - 1);
      return job;
    }

    private ObjectNode list(String path) {
      String query = URLDecoder.decode(path.replaceFirst("[^?]*\\??", ""), StandardCharsets.UTF_8);
      ObjectNode list = JSON.createObjectNode();
      ArrayNode jobs = list.putArray("batchPredictionJobs");
      for (JsonNode job : all) {
        if (query.contains("filter=display_name=\"" + job.path("displayName").asText() + "\"")) {
          jobs.add(job);
        }
      }
      return list;
    }

    private void advance(int number) {
      ObjectNode job = all.get(number);
      String before = job.path("state").asText();
      if (next.get(number).isEmpty()) {
        return;
      }
      String state = next.get(number).remove();
      job.put("state", state);
      if (error != null && next.get(number).isEmpty()) {
        job.set("error", error);
      } else if (isLast(state) && !isLast(before)) {
        run(job);
      }
    }

    private static boolean isLast(String state) {
      return state.endsWith("SUCCEEDED") || state.endsWith("EXPIRED");
    }

    private void run(ObjectNode job) {
      Path input = Path.of(job.at("/inputConfig/gcsSource/uris/0").asText());
      Path output =
          Path.of(job.at("/outputConfig/gcsDestination/outputUriPrefix").asText())
              .resolve("prediction-model-" + all.size());
      try {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(input)) {
          answer(JSON.readTree(line).path("request"), lines);
        }
        Collections.reverse(lines);
        int half = lines.size() / 2;
        Files.createDirectories(output.resolve("000"));
        Files.write(output.resolve("predictions.jsonl"), lines.subList(0, half));
        Files.write(output.resolve("000/predictions.jsonl"), lines.subList(half, lines.size()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void answer(JsonNode body, List<String> lines) throws IOException {
      String system = body.at("/systemInstruction/parts/0/text").asText();
      String user = body.at("/contents/0/parts/0/text").asText();
      String key = system + "\n---\n" + user;
      int attempt = attempts.merge(key, 1, Integer::sum);
      answered.add(key);
      Reply reply = script.apply(new Request("", Map.of(), body, key, attempt, system, user));
      if (reply.status() == 0) {
        return;
      }
      ObjectNode line = JSON.createObjectNode();
      line.put("status", reply.status() == 200 ? "" : "Bad Request: " + reply.body());
      line.put("processed_time", "2026-01-01T00:00:00.000+00:00");
      // The service spells out what is not there.
      ObjectNode echo = body.deepCopy();
      ((ObjectNode) echo.at("/contents/0/parts/0")).putNull("fileData");
      line.set("request", echo);
      line.set(
          "response",
          reply.status() == 200 ? JSON.readTree(reply.body()) : JSON.createObjectNode());
      lines.add(line.toString());
    }
  }
}
