package org.llmi2i.pipelines.publish;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.options.PipelineOptions;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.pipelines.bigquery.RunTables;
import org.llmi2i.pipelines.write.Files;
import org.llmi2i.pipelines.write.RunSink;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Run;

/**
 * Where one run writes. A run is first partial, then whole ({@link #complete}), and of the whole
 * runs of an output one is the latest, which serves ({@link #publish}); any whole run can be put
 * back. What was latest before stays until the next is, and moves in one step.
 */
public interface RunOutput {
  /** The form of {@link #runId}: nothing else gets into the name of a folder or into a query. */
  Pattern RUN_ID = Pattern.compile("[0-9]{8}T[0-9]{9}");

  /** To the millisecond, in UTC. */
  DateTimeFormatter RUN_ID_FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The output of a run, by form: {@code bigquery:project.dataset}, a folder in an object store
   * ({@code gs://bucket/folder}), or a folder on a disk.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static RunOutput of(String output, String runId, PipelineOptions options) {
    if (BigQueryName.isNamed(output)) {
      return RunTables.of(BigQueryName.dataset("output", output), runId, options);
    }
    return files(output, runId, options);
  }

  /** As {@link #of}, of a program that writes files only. */
  static RunOutput files(String output, String runId, PipelineOptions options) {
    if (BigQueryName.isNamed(output)) {
      throw new IllegalArgumentException(
          "output: what this program writes are files; name a folder, got " + output);
    }
    FileSystems.setDefaultPipelineOptions(options);
    try {
      return Files.isLocal(output)
          ? RunFolder.of(Files.local(output), runId)
          : RunObjects.of(output, runId);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("output: " + e.getMessage(), e);
    }
  }

  /** The name of a run that starts at this time, in UTC to the millisecond. */
  static String runId(Instant started) {
    return RUN_ID_FORMAT.format(started);
  }

  /** When the run of this name started. */
  static Instant started(String runId) {
    return RUN_ID_FORMAT.parse(runId, Instant::from);
  }

  /**
   * Makes the place.
   *
   * @throws IllegalArgumentException if nothing can be written there, or {@code latest} is not ours
   */
  void create();

  /** How the records of the run leave its pipeline. */
  RunSink sink(String similarity, Rejector rejector);

  /** The folder of the files that the run writes beside its records, until it is whole. */
  String partial();

  /**
   * A file of {@link #partial} that the workers have written.
   *
   * @throws IllegalArgumentException if it is not here, so that they wrote to a disk of their own
   */
  default String written(String name) throws IOException {
    String file = partial() + "/" + name;
    if (FileSystems.match(file, EmptyMatchTreatment.ALLOW).metadata().isEmpty()) {
      throw new IllegalArgumentException(
          "output: the workers' "
              + name
              + " is not in "
              + partial()
              + "; all machines must see this folder by this name");
    }
    return file;
  }

  /** The same folder once the run is whole. */
  String published();

  /** Makes the run whole, after all else of it was written. */
  void complete(Run run) throws IOException;

  /**
   * Makes a whole run the latest.
   *
   * @return what now shows the run
   * @throws IllegalArgumentException if there is no such run, or it is not whole
   */
  String publish() throws IOException;

  /** The run that is the latest now, if there is one. */
  Optional<String> latest() throws IOException;

  /** Deletes what was written of a run that came to nothing. */
  void discard() throws IOException;
}
