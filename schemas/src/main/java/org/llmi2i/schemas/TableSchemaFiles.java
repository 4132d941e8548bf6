package org.llmi2i.schemas;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * The columns of every BigQuery table as a JSON file, {@code <table>.json}, which Terraform creates
 * the tables from.
 */
public final class TableSchemaFiles {
  private static final Map<String, Schema> TABLES =
      Map.of(
          "exchanges", Exchange.getClassSchema(),
          "interactions", Interaction.getClassSchema(),
          "items", Item.getClassSchema(),
          "metrics", Metric.getClassSchema(),
          "neighbors", Neighbor.getClassSchema(),
          "rejected", Rejected.getClassSchema(),
          "runs", Run.getClassSchema());

  private TableSchemaFiles() {}

  /** The text of each file by its name. */
  static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Map.Entry<String, Schema> table : TABLES.entrySet()) {
      files.put(
          table.getKey() + ".json",
          GsonFactory.getDefaultInstance()
                  .toPrettyString(TableSchemas.of(table.getValue()).getFields())
              + "\n");
    }
    return files;
  }

  /** Writes the files into a folder, which is made if it is not there. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("folder: one is needed, got " + args.length);
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
