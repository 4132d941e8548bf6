package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/** Looks at input files before a pipeline runs, so that a mistake costs a second and no run. */
final class InputFiles {
  /** Files that are looked into; of more, the first are taken for the rest. */
  private static final int LOOKED_INTO = 100;

  private InputFiles() {}

  /**
   * Checks that files match, can be read, and have a column for each required or mapped field.
   *
   * @throws InputException if not; the message names the file, and lists the columns found
   */
  static void check(String pattern, ColumnMapping mapping, List<String> required) {
    List<MatchResult.Metadata> files = match(pattern);
    for (MatchResult.Metadata file : files.subList(0, Math.min(LOOKED_INTO, files.size()))) {
      String name = file.resourceId().toString();
      if (file.resourceId().isDirectory()) {
        throw new InputException(name + ": is a folder; name its files, such as " + name + "*.csv");
      }
      RowFormat format = RowFormat.of(name);
      if (file.sizeBytes() == 0) {
        throw new InputException(name + ": the file is empty");
      }
      Inputs.checkColumns(name, head(name, format, file), mapping, required);
    }
  }

  private static List<MatchResult.Metadata> match(String pattern) {
    try {
      List<MatchResult.Metadata> files =
          FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
      if (files.isEmpty()) {
        throw new InputException(pattern + ": no such file");
      }
      return files.stream()
          .sorted(Comparator.comparing(file -> file.resourceId().toString()))
          .toList();
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof InputException known) {
        throw known;
      }
      throw new InputException(pattern + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> head(String name, RowFormat format, MatchResult.Metadata file) {
    try (InputStream in =
        Channels.newInputStream(
            Compression.detect(name).readDecompressed(FileSystems.open(file.resourceId())))) {
      return format.columns(in);
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          name + ": cannot be read as " + format + ": " + InputException.why(e), e);
    }
  }
}
