package org.llmi2i.pipelines.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.read.ColumnMapping;
import org.llmi2i.pipelines.read.ReadHistories;
import org.llmi2i.pipelines.read.ReadInteractions;
import org.llmi2i.pipelines.read.ReadItems;
import org.llmi2i.pipelines.read.ReadNeighbors;
import org.llmi2i.pipelines.refine.RefineSettings;
import org.llmi2i.pipelines.write.WriteAvro;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Variant;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.tail.CountItems;
import org.llmi2i.tail.TailSelector;

/**
 * The graph of a comparison.
 *
 * <pre>
 * train -> histories -> item statistics -> TailSelector
 *                    -> tables of similarities
 * tables + train + holdout -> Evaluate -> metrics.json
 * </pre>
 */
final class EvaluatePipeline {
  private final EvaluateOptions options;
  private final Rejector rejector;

  /** By name: files, or nothing where the name is that of a similarity. */
  private final Map<String, Optional<ReadNeighbors>> tables = new LinkedHashMap<>();

  /**
   * A comparison.
   *
   * @param rejector names the run in metrics and rejected records
   * @throws IllegalArgumentException if two tables have the same name, or one is to be trained
   *     where the pipeline does not stay in this process
   */
  EvaluatePipeline(EvaluateOptions options, Rejector rejector) {
    this.options = options;
    this.rejector = rejector;
    for (String table : options.getTables().split(",", -1)) {
      String name = name(table.strip());
      if (name.isEmpty() || tables.put(name, files(table.strip())) != null) {
        throw new IllegalArgumentException(
            "tables: must be files or similarities of different names, separated by commas, got "
                + options.getTables());
      }
    }
  }

  private Optional<ReadNeighbors> files(String table) {
    if (!RefineSettings.isSimilarity(table)) {
      return Optional.of(ReadNeighbors.from(table, rejector));
    }
    RefineSettings.requireTrainable(options, "tables", table);
    return Optional.empty();
  }

  /** The file's name without folders and endings. */
  private static String name(String pattern) {
    return pattern
        .substring(pattern.lastIndexOf('/') + 1)
        .replaceFirst("[.](csv|tsv|jsonl|ndjson|json|avro)([.]gz)?$", "");
  }

  /** Looks at the inputs, before anything runs. */
  void check() {
    tables.values().forEach(files -> files.ifPresent(table -> table.check(options)));
    read("ReadTrain", options.getTrain()).check(options);
    read("ReadHoldout", options.getHoldout()).withEventTimeOptional().check(options);
    if (!options.getItems().isEmpty()) {
      readItems().check(options);
    }
  }

  /** Adds the whole comparison to an empty pipeline. */
  void setUp(Pipeline pipeline) {
    PCollectionTuple train =
        pipeline.apply("ReadTrain", histories(read("ReadTrain", options.getTrain())));
    PCollectionTuple holdout =
        pipeline.apply(
            "ReadHoldout",
            histories(read("ReadHoldout", options.getHoldout()).withEventTimeOptional())
                .withoutJoin());
    List<PCollection<Rejected>> rejected = new ArrayList<>();
    rejected.add(train.get(ReadInteractions.REJECTED));
    rejected.add(holdout.get(ReadInteractions.REJECTED));
    PCollection<Item> items;
    if (options.getItems().isEmpty()) {
      items = pipeline.apply("No items", Create.empty(AvroCoder.specific(Item.class)));
    } else {
      PCollectionTuple read = pipeline.apply("ReadItems", readItems());
      items = read.get(ReadItems.ITEMS);
      rejected.add(read.get(ReadItems.REJECTED));
    }
    PCollection<History> histories = train.get(ReadHistories.HISTORIES);
    Evaluate evaluate =
        Evaluate.of(
                holdout.get(ReadHistories.HISTORIES),
                histories
                    .apply("CountItems", CountItems.of(items))
                    .apply("TailSelector", TailSelector.byShare(options.getTailShare()))
                    .apply("Catalogue", CatalogView.create()),
                rejector.runId())
            .withTriggers(options.getTriggers())
            .withSeed(options.getSeed());
    Variant variant = Variant.BASE;
    for (Map.Entry<String, Optional<ReadNeighbors>> table : tables.entrySet()) {
      String name = table.getKey();
      if (table.getValue().isPresent()) {
        PCollectionTuple read = pipeline.apply("ReadNeighbors " + name, table.getValue().get());
        rejected.add(read.get(ReadNeighbors.REJECTED));
        evaluate = evaluate.withIndex(variant, name, read.get(ReadNeighbors.TABLE));
      } else {
        evaluate = evaluate.withTable(variant, name, made(name, histories));
      }
      variant = Variant.COMPARED;
    }
    histories
        .apply("Evaluate", evaluate)
        .apply("Write metrics", WriteMetrics.to(options.getOutput() + "/metrics.json"));
    PCollectionList.of(rejected)
        .apply("Rejected", Flatten.pCollections())
        .apply("Write rejected", WriteAvro.into(options.getOutput() + "/rejected", Rejected.class));
  }

  private PCollection<NeighborRow> made(String similarity, PCollection<History> histories) {
    return histories.apply(
        "Table " + similarity, RefineSettings.table(similarity, options.getSeed()));
  }

  private ReadHistories histories(ReadInteractions log) {
    return ReadHistories.of(log, options.getSeed());
  }

  private ReadInteractions read(String stage, String pattern) {
    return ReadInteractions.from(pattern, rejector)
        .withStage(stage)
        .withColumns(
            ColumnMapping.parse(
                "interactionColumns", options.getInteractionColumns(), ReadInteractions.fields()))
        .withEventTimeFormat(options.getEventTimeFormat());
  }

  private ReadItems readItems() {
    return ReadItems.from(options.getItems(), rejector)
        .withColumns(
            ColumnMapping.parse("itemColumns", options.getItemColumns(), ReadItems.fields()));
  }
}
