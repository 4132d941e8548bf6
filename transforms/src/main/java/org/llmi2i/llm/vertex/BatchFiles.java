package org.llmi2i.llm.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The files of one batch, in a folder that the service can read and write: {@code name.jsonl} with
 * the requests, {@code name.job} with the job that answers them, and the job's output somewhere
 * under {@code name/}.
 */
final class BatchFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern JOB = Pattern.compile("projects/.+/batchPredictionJobs/[0-9]+");

  private final String path;

  BatchFiles(String folder, String name) {
    this.path = folder + "/" + name;
  }

  String requests() {
    return path + ".jsonl";
  }

  /** Where the job makes a folder of its own for its output. */
  String output() {
    return path;
  }

  private String note() {
    return path + ".job";
  }

  /** Writes the requests, a line each; what was there before is replaced. */
  void write(Stream<JsonNode> lines) throws IOException {
    try (Writer out = writer(requests(), "application/json")) {
      for (JsonNode line : (Iterable<JsonNode>) lines::iterator) {
        out.write(line + "\n");
      }
    }
  }

  /** Notes which job answers the requests. */
  void note(String job) throws IOException {
    try (Writer out = writer(note(), "text/plain")) {
      out.write(job + "\n");
    }
  }

  /** The job that was noted, if a whole note was written. */
  Optional<String> noted() throws IOException {
    for (ResourceId file : match(note())) {
      try (BufferedReader in = reader(file)) {
        return in.lines().findFirst().filter(line -> JOB.matcher(line).matches());
      }
    }
    return Optional.empty();
  }

  void forget() throws IOException {
    FileSystems.delete(match(note()), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /** Reads the output line by line; a line that is no JSON, such as one cut off, is none. */
  void read(Consumer<JsonNode> lines) throws IOException {
    for (ResourceId file : match(output() + "/**.jsonl")) {
      try (BufferedReader in = reader(file)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          parsed(line).ifPresent(lines);
        }
      }
    }
  }

  private static Optional<JsonNode> parsed(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<ResourceId> match(String spec) throws IOException {
    return FileSystems.match(spec, EmptyMatchTreatment.ALLOW).metadata().stream()
        .map(MatchResult.Metadata::resourceId)
        .sorted(Comparator.comparing(ResourceId::toString))
        .toList();
  }

  private static Writer writer(String file, String type) throws IOException {
    return Channels.newWriter(
        FileSystems.create(FileSystems.matchNewResource(file, false), type),
        StandardCharsets.UTF_8);
  }

  private static BufferedReader reader(ResourceId file) throws IOException {
    return new BufferedReader(Channels.newReader(FileSystems.open(file), StandardCharsets.UTF_8));
  }
}
