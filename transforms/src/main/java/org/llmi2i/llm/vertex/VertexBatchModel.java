package org.llmi2i.llm.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.types.GenerateContentResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.beam.sdk.util.Sleeper;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.ExchangeId;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Failure.Kind;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate.Messages;
import org.llmi2i.llm.TextTokens;
import org.llmi2i.llm.TokenEstimate;
import org.llmi2i.llm.http.CallFailure;
import org.llmi2i.llm.http.OneAttempt;

/**
 * A Gemini model on Vertex AI that is asked by batch prediction jobs, see {@link
 * VertexBatchFactory}; each request is the very one that {@link VertexModel} sends.
 *
 * <p>A call is a job: it writes the requests to a file, waits for hours, and joins the answers back
 * by the request that the service repeats beside each, since it answers in any order and keeps no
 * name of ours. A job is known by the requests it answers, so a process that is killed while it
 * waits, and started again with the same requests, waits for the same job. An answer's request is
 * kept in memory as its id alone; answers take about 1 kB each.
 *
 * <p>What a job leaves unanswered fails by itself, and the next run asks it again. A job that left
 * no answer at all fails every prompt, and counts as never made when they are asked again.
 */
public final class VertexBatchModel implements LanguageModel {
  /** The service takes 200,000 requests in 1 GB. */
  private static final int PROMPTS_PER_JOB = 100_000;

  private static final int JOBS_AT_ONCE = 4;
  private static final int MAX_STATUS = 500;

  private final VertexBatchFactory factory;
  private final GeminiFormat format;
  private final VertexClient vertex;
  private final BatchJobs jobs;

  VertexBatchModel(VertexBatchFactory factory, GoogleCredentials credentials, Sleeper sleeper) {
    this.factory = factory;
    this.format = new GeminiFormat(factory.vertex());
    this.vertex = new VertexClient(factory.vertex(), credentials, JOBS_AT_ONCE);
    this.jobs = new BatchJobs(factory, vertex, sleeper);
  }

  @Override
  public List<Answer> answer(List<Prompt> prompts) {
    if (prompts.isEmpty()) {
      return List.of();
    }
    List<String> ids = prompts.stream().map(prompt -> ExchangeId.of(this, render(prompt))).toList();
    Map<String, Prompt> requests = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      requests.putIfAbsent(ids.get(i), prompts.get(i));
    }
    Failure failure;
    try {
      return inOrder(ids, requests);
    } catch (BatchException e) {
      failure = e.failure();
    } catch (IOException e) {
      // Nobody can be asked; and what was paid for is found again.
      failure = Failure.of(Kind.DENIED, "llmBatchFolder: " + e);
    }
    return Collections.nCopies(ids.size(), Answer.failed(failure));
  }

  private List<Answer> inOrder(List<String> ids, Map<String, Prompt> requests)
      throws BatchException, IOException {
    String name = name(requests);
    BatchFiles files = new BatchFiles(factory.folder(), name);
    Optional<BatchJobs.Job> earlier = earlier(name, files);
    boolean isOfUse =
        earlier.isPresent() && (!earlier.get().hasEnded() || hasAnswer(answers(files)));
    BatchJobs.Job job = jobs.await(isOfUse ? earlier.get() : begin(name, files, requests));
    Map<String, Answer> answers = answers(files);
    if (!hasAnswer(answers)) {
      String first = answers.values().stream().findFirst().map(Answer::response).orElse("");
      throw new BatchException(
          Failure.of(
              // Asked again at once, it would take as long and bring as little.
              job.isDenied() ? Kind.DENIED : Kind.INVALID,
              job + "; it left no answer" + (first.isEmpty() ? "" : ", but " + first)));
    }
    Answer missing =
        Answer.failed(Failure.of(Kind.INTERRUPTED, job + "; it left this request unanswered"));
    return ids.stream().map(id -> answers.getOrDefault(id, missing)).toList();
  }

  /** The same for the same requests in any order. */
  private static String name(Map<String, Prompt> requests) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String id : new TreeSet<>(requests.keySet())) {
        digest.update(id.getBytes(StandardCharsets.UTF_8));
      }
      return "llm-i2i-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The job that was begun for these requests before, also if there was no time to note it. */
  private Optional<BatchJobs.Job> earlier(String name, BatchFiles files)
      throws BatchException, IOException {
    Optional<String> noted = files.noted();
    if (noted.isPresent()) {
      Optional<BatchJobs.Job> job = jobs.get(noted.get());
      if (job.isPresent()) {
        return job;
      }
    }
    Optional<BatchJobs.Job> listed = jobs.find(name);
    if (listed.isPresent()) {
      files.note(listed.get().name());
    }
    return listed;
  }

  private BatchJobs.Job begin(String name, BatchFiles files, Map<String, Prompt> requests)
      throws BatchException, IOException {
    files.write(
        requests.values().stream()
            .map(
                prompt ->
                    JsonNodeFactory.instance
                        .objectNode()
                        .set("request", format.body(prompt, messages(prompt)))));
    // Or, killed before the new note, the next run would find the old one and begin a third.
    files.forget();
    BatchJobs.Job job = jobs.create(name, files);
    files.note(job.name());
    return job;
  }

  private static boolean hasAnswer(Map<String, Answer> answers) {
    return answers.values().stream().anyMatch(answer -> answer.failure().isEmpty());
  }

  /** What all jobs of the batch left so far, by exchange id. */
  private Map<String, Answer> answers(BatchFiles files) throws IOException {
    Map<String, Answer> answers = new HashMap<>();
    files.read(
        line -> {
          Messages messages = GeminiFormat.messages(line.path("request"));
          answers.merge(
              ExchangeId.of(this, messages.text()),
              answer(line, messages),
              (first, second) -> first.failure().isPresent() ? second : first);
        });
    return answers;
  }

  private static Answer answer(JsonNode line, Messages messages) {
    String status = Optional.ofNullable(line.path("status").textValue()).orElse("");
    if (!status.isBlank()) {
      String said = status.replaceAll("\\s+", " ").strip();
      // Free of charge, whatever it is.
      return Answer.failed(
          Failure.of(Kind.INVALID, said.substring(0, Math.min(said.length(), MAX_STATUS))));
    }
    try {
      return OneAttempt.bounded(
          GeminiFormat.read(
              GenerateContentResponse.fromJson(line.path("response").toString()), messages));
    } catch (RuntimeException e) {
      return Answer.failed(CallFailure.of(e));
    }
  }

  private Messages messages(Prompt prompt) {
    return factory.vertex().template().render(prompt);
  }

  @Override
  public String render(Prompt prompt) {
    return messages(prompt).text();
  }

  @Override
  public TokenEstimate estimate(Prompt prompt) {
    return TextTokens.estimate(prompt, render(prompt), format.outputLimit(prompt));
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, PROMPTS_PER_JOB, JOBS_AT_ONCE);
  }

  @Override
  public String provider() {
    return "vertex-batch";
  }

  @Override
  public String model() {
    return factory.vertex().model();
  }

  @Override
  public String parameters() {
    return format.parameters();
  }

  @Override
  public void close() {
    vertex.close();
  }
}
