package org.llmi2i.pipelines.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.FilesSink;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.pipelines.write.WriteTable;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/**
 * A run in an object store: {@code <output>/runs/<run_id>/}, and {@code <output>/latest.json},
 * which names the run that serves and its folder.
 *
 * <p>An object store knows no links, and cannot rename a folder in one step. So a run is whole when
 * its {@code run.json} is there, which is written last, and {@code latest.json} is one object,
 * which is replaced as a whole.
 */
final class RunObjects implements RunOutput {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String output;
  private final String runId;

  private RunObjects(String output, String runId) {
    this.output = output;
    this.runId = runId;
  }

  /** The place of a run, which need not exist yet. */
  static RunObjects of(String output, String runId) {
    String folder = output.endsWith("/") ? output.substring(0, output.length() - 1) : output;
    FileSystems.matchNewResource(folder, true);
    return new RunObjects(folder, runId);
  }

  @Override
  public void create() {
    String probe = partial() + "/probe";
    try {
      Files.create(probe).close();
      FileSystems.delete(List.of(FileSystems.matchNewResource(probe, false)));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "output: cannot write to " + output + ": " + e.getMessage(), e);
    }
  }

  @Override
  public RunSink sink(String similarity, Rejector rejector) {
    return new FilesSink(partial(), similarity, runId);
  }

  @Override
  public String partial() {
    return output + "/runs/" + runId;
  }

  @Override
  public String published() {
    return partial();
  }

  @Override
  public void complete(Run run) throws IOException {
    WriteTable.deleteParts(partial());
    if (!isWhole()) {
      throw new FileNotFoundException(runFile());
    }
  }

  private String runFile() {
    return partial() + "/run.json";
  }

  private boolean isWhole() throws IOException {
    return !FileSystems.match(runFile(), EmptyMatchTreatment.ALLOW).metadata().isEmpty();
  }

  @Override
  public String publish() throws IOException {
    if (!isWhole()) {
      throw new IllegalArgumentException(
          files().isEmpty()
              ? "run: there is no run " + runId + " in " + output + "/runs"
              : "run: " + runId + " is not whole: it was stopped, or is still at work");
    }
    ObjectNode latest = JSON.createObjectNode().put("run_id", runId).put("folder", published());
    try (OutputStream out = Files.create(latestFile())) {
      JSON.writerWithDefaultPrettyPrinter().writeValue(out, latest);
    }
    return latestFile();
  }

  private String latestFile() {
    return output + "/latest.json";
  }

  @Override
  public Optional<String> latest() throws IOException {
    if (FileSystems.match(latestFile(), EmptyMatchTreatment.ALLOW).metadata().isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.open(latestFile())) {
      return Optional.of(JSON.readTree(in).path("run_id").asText());
    }
  }

  private List<MatchResult.Metadata> files() throws IOException {
    return FileSystems.match(partial() + "/**", EmptyMatchTreatment.ALLOW).metadata();
  }

  @Override
  public void discard() throws IOException {
    FileSystems.delete(
        files().stream().map(MatchResult.Metadata::resourceId).toList(),
        StandardMoveOptions.IGNORE_MISSING_FILES);
  }
}
