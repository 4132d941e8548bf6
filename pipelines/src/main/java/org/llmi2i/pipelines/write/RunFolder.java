package org.llmi2i.pipelines.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.MoreFiles;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.RecursiveDeleteOption;

/**
 * Where one run writes on a local disk: {@code <output>/runs/<run_id>}, and {@code
 * <output>/latest}, which points to the last run that is whole.
 *
 * <p>While the run works its folder is named {@code <run_id>.partial}; only {@link #publish} gives
 * it its name and moves {@code latest}, both in one step each.
 */
public final class RunFolder {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path output;
  private final String runId;

  private RunFolder(Path output, String runId) {
    this.output = output;
    this.runId = runId;
  }

  /** The name of a run that starts at this time. */
  public static String runId(Instant started) {
    return RUN_ID.format(started);
  }

  /** The folder of a run, which need not exist yet. */
  public static RunFolder of(Path output, String runId) {
    return new RunFolder(output, runId);
  }

  /**
   * Makes the folder.
   *
   * @throws IllegalArgumentException if nothing can be written there, or {@code latest} is not ours
   */
  public void create() {
    Path latest = output.resolve("latest");
    if (Files.exists(latest, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(latest)) {
      throw new IllegalArgumentException(
          "output: " + latest + " is in the way: it is no link to a run");
    }
    try {
      Files.createDirectories(partial());
      Path probe = Files.createTempFile(partial(), "probe", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw new IllegalArgumentException("output: cannot write to " + output + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " (" + e.getMessage() + ")";
  }

  /** Deletes the folder and what is in it, of a run that came to nothing. */
  public void discard() throws IOException {
    MoreFiles.deleteRecursively(partial(), RecursiveDeleteOption.ALLOW_INSECURE);
  }

  /** Where to write until the run is whole. */
  public Path partial() {
    return output.resolve("runs").resolve(runId + ".partial");
  }

  /** Where the run stands once it is whole. */
  public Path published() {
    return output.resolve("runs").resolve(runId);
  }

  /**
   * A file that the workers have written.
   *
   * @throws IllegalArgumentException if it is not here, so that they wrote to a disk of their own
   */
  public Path written(String name) {
    Path file = partial().resolve(name);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "output: the workers' "
              + name
              + " is not in "
              + partial()
              + "; all machines must see this folder by this name");
    }
    return file;
  }

  /** Gives the run its name and makes it the latest. */
  public Path publish() {
    try {
      deleteParts();
      Files.move(partial(), published(), StandardCopyOption.ATOMIC_MOVE);
      Path link = output.resolve("latest");
      Path next = output.resolve("latest." + runId);
      Files.createSymbolicLink(next, Path.of("runs", runId));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot publish " + partial() + " as latest", e);
    }
  }

  /** Workers that were lost leave parts of tables, which others wrote again. */
  private void deleteParts() throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(partial(), "*" + TablePart.PART + ".*")) {
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }
}
