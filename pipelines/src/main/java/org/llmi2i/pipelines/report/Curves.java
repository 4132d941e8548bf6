package org.llmi2i.pipelines.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.llmi2i.pipelines.write.Files;

/**
 * What was measured over many runs, for the reports of the runs beside: it is kept in files of the
 * output folder, where the programs that measure it leave them.
 *
 * @param volumes what so many synthetic interactions an item bring, fewest first
 * @param frontiers what tail recall costs in recall of all items, one a base
 */
public record Curves(List<Volume> volumes, List<Frontier> frontiers) {
  private static final String VOLUMES = "/volumes.json";
  private static final String FRONTIERS = "/frontiers.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A relative change with the ends of its interval. */
  public record Change(double value, double low, double high) {}

  /** The changes of recall@50 by so many synthetic interactions an item. */
  public record Volume(int perItem, Change tail, Change all) {}

  /** The recalls@50 of one setting. */
  public record Point(String setting, double all, double tail) {
    /** Whether another has more of one recall and no less of the other. */
    public boolean isBeatenBy(Point other) {
      return other.all >= all && other.tail >= tail && (other.all > all || other.tail > tail);
    }
  }

  /**
   * The settings of one base, before and after the refinement.
   *
   * @param bestBase the setting that was the best before looking
   * @param bestRefined the one that was chosen to be compared with it
   */
  public record Frontier(
      String base, List<Point> bases, List<Point> refined, String bestBase, String bestRefined) {}

  /** Nothing was measured. */
  public static Curves none() {
    return new Curves(List.of(), List.of());
  }

  /** What was left in a folder, of any file system. */
  public static Curves in(String folder) throws IOException {
    return new Curves(
        read(folder + VOLUMES, new TypeReference<>() {}),
        read(folder + FRONTIERS, new TypeReference<>() {}));
  }

  /** Leaves the curve of volumes in a folder. */
  public static void writeVolumes(String folder, List<Volume> volumes) throws IOException {
    write(folder + VOLUMES, volumes);
  }

  /** Leaves the frontiers in a folder. */
  public static void writeFrontiers(String folder, List<Frontier> frontiers) throws IOException {
    write(folder + FRONTIERS, frontiers);
  }

  private static void write(String file, Object value) throws IOException {
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
  }

  private static <T> List<T> read(String file, TypeReference<List<T>> type) throws IOException {
    try (InputStream in = Files.open(file)) {
      return JSON.readValue(in, type);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return List.of();
    }
  }
}
