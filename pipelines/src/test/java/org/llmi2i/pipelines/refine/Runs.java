package org.llmi2i.pipelines.refine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.llmi2i.schemas.Exchange;

/** Runs of the main job, as a user starts them, and what they leave behind. */
final class Runs {
  private Runs() {}

  /**
   * Runs the job and publishes it whatever it found; its output goes to a folder of this name
   * beside the log.
   */
  static Output run(Path log, Path items, String output, String... more) throws IOException {
    Path folder = log.resolveSibling(output);
    List<String> arguments =
        new ArrayList<>(List.of("--interactions=" + log, "--items=" + items, "--output=" + folder));
    arguments.addAll(Arrays.asList(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--publish="))) {
      arguments.add("--publish=always");
    }
    new RefineProgram().run(arguments.toArray(String[]::new));
    return new Output(folder);
  }

  /** Writes a file of these lines, each ended, and returns it. */
  static Path write(Path file, String... lines) {
    try {
      return Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names in a folder, in order. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The output of a job that ran once. */
  record Output(Path folder) {
    Path latest() {
      return folder.resolve("latest");
    }

    byte[] bytes(String file) throws IOException {
      return Files.readAllBytes(latest().resolve(file));
    }

    List<String> lines(String file) throws IOException {
      return Files.readAllLines(latest().resolve(file));
    }

    JsonNode json(String file) throws IOException {
      return new ObjectMapper().readTree(latest().resolve(file).toFile());
    }

    /** A count of the run. */
    long count(String name) throws IOException {
      return json("run.json").get("counts").get(name).asLong();
    }

    /** All exchanges of all runs so far. */
    List<Exchange> ledger() throws IOException {
      return records(folder.resolve("ledger"), Exchange.class);
    }

    /** All records of an Avro file of the run, or of those in a folder. */
    <T extends SpecificRecord> List<T> records(String part, Class<T> type) throws IOException {
      return records(latest().resolve(part), type);
    }

    private static <T extends SpecificRecord> List<T> records(Path path, Class<T> type)
        throws IOException {
      List<Path> files =
          Files.isDirectory(path)
              ? names(path).stream().map(path::resolve).toList()
              : List.of(path);
      List<T> records = new ArrayList<>();
      for (Path file : files) {
        try (DataFileReader<T> reader =
            new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(type))) {
          reader.forEach(records::add);
        }
      }
      return records;
    }
  }
}
