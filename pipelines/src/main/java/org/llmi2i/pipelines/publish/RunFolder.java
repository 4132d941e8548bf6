package org.llmi2i.pipelines.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.MoreFiles;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.RecursiveDeleteOption;
import org.llmi2i.pipelines.write.FilesSink;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.pipelines.write.WriteTable;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/**
 * A run on a local disk: {@code <output>/runs/<run_id>}, and the link {@code <output>/latest} to
 * the run that serves.
 *
 * <p>While the run works its folder is named {@code <run_id>.partial}; {@link #complete} gives it
 * its name and {@link #publish} moves {@code latest}, in one step each.
 */
final class RunFolder implements RunOutput {
  private final Path output;
  private final String runId;

  private RunFolder(Path output, String runId) {
    this.output = output;
    this.runId = runId;
  }

  /** The folder of a run, which need not exist yet. */
  static RunFolder of(Path output, String runId) {
    return new RunFolder(output, runId);
  }

  @Override
  public void create() {
    requireLink();
    try {
      Files.createDirectories(partialFolder());
      Path probe = Files.createTempFile(partialFolder(), "probe", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw new IllegalArgumentException("output: cannot write to " + output + ": " + reason(e), e);
    }
  }

  private void requireLink() {
    Path latest = latestLink();
    if (Files.exists(latest, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(latest)) {
      throw new IllegalArgumentException(
          "output: " + latest + " is in the way: it is no link to a run");
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " (" + e.getMessage() + ")";
  }

  @Override
  public RunSink sink(String similarity, Rejector rejector) {
    return new FilesSink(partial(), similarity, runId);
  }

  @Override
  public void discard() throws IOException {
    MoreFiles.deleteRecursively(partialFolder(), RecursiveDeleteOption.ALLOW_INSECURE);
  }

  @Override
  public String partial() {
    return partialFolder().toString();
  }

  private Path partialFolder() {
    return output.resolve("runs").resolve(runId + ".partial");
  }

  @Override
  public String published() {
    return publishedFolder().toString();
  }

  private Path publishedFolder() {
    return output.resolve("runs").resolve(runId);
  }

  private Path latestLink() {
    return output.resolve("latest");
  }

  @Override
  public void complete(Run run) throws IOException {
    WriteTable.deleteParts(partial());
    Files.move(partialFolder(), publishedFolder(), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String publish() throws IOException {
    if (!Files.isDirectory(publishedFolder())) {
      throw new IllegalArgumentException(
          Files.isDirectory(partialFolder())
              ? "run: " + runId + " is not whole: it was stopped, or is still at work"
              : "run: there is no run " + runId + " in " + output.resolve("runs"));
    }
    requireLink();
    Path next = output.resolve("latest." + runId);
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, Path.of("runs", runId));
    Files.move(
        next, latestLink(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return latestLink().toString();
  }

  @Override
  public Optional<String> latest() throws IOException {
    return Files.isSymbolicLink(latestLink())
        ? Optional.of(Files.readSymbolicLink(latestLink()).getFileName().toString())
        : Optional.empty();
  }
}
