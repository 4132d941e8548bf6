package org.llmi2i.pipelines.read;

import com.google.auto.value.AutoValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.shards.Shards;

/**
 * Reads a catalogue from CSV, TSV, JSON lines or Avro files, told by their endings, or from
 * BigQuery. Of an item that stands in it twice the last one wins, in the order of file names and
 * rows; rows of a table, which has no order, are compared as text.
 *
 * <p>Out: {@link #ITEMS}, of distinct ids, and {@link #REJECTED}, together as many as there are
 * rows.
 */
@AutoValue
public abstract class ReadItems extends PTransform<PBegin, PCollectionTuple> {
  /** The rows that can be used. */
  public static final TupleTag<Item> ITEMS = new TupleTag<>("items") {};

  /** The rows that cannot, and those that a later one replaces. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  private static final TupleTag<KV<String, Item>> READ = new TupleTag<>("read") {};

  abstract String pattern();

  abstract ColumnMapping columns();

  abstract Rejector rejector();

  /** Reads the files that match a pattern, or a table or query of BigQuery. */
  public static ReadItems from(String pattern, Rejector rejector) {
    return new AutoValue_ReadItems(pattern, ColumnMapping.none(), rejector.in("ReadItems"));
  }

  /** The fields that {@link #withColumns} may map. */
  public static List<String> fields() {
    return ItemParser.FIELDS;
  }

  /** Where a column is not named as its field; default: all are. */
  public ReadItems withColumns(ColumnMapping columns) {
    return new AutoValue_ReadItems(pattern(), columns, rejector());
  }

  /**
   * Looks at the columns, before a pipeline runs.
   *
   * @throws InputException if there is no such file or table, or one cannot be read or lacks a
   *     column
   */
  public void check(PipelineOptions options) {
    Inputs.check(pattern(), options, columns(), List.of("item_id", "title"));
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple read =
        begin.apply(
            "Read",
            new ReadRecords<>(
                pattern(),
                columns(),
                new ItemParser(),
                Gathering.none(),
                rejector(),
                READ,
                REJECTED));
    PCollectionTuple distinct =
        read.get(READ)
            .apply("ByItem", Shards.by(placed -> placed.getValue().getItemId()))
            .apply(
                "Last wins",
                ParDo.of(new LastWins(rejector()))
                    .withOutputTags(ITEMS, TupleTagList.of(REJECTED)));
    return PCollectionTuple.of(ITEMS, distinct.get(ITEMS))
        .and(
            REJECTED,
            PCollectionList.of(read.get(REJECTED))
                .and(distinct.get(REJECTED))
                .apply("Rejected", Flatten.pCollections()));
  }

  private static final class LastWins
      extends DoFn<KV<Integer, Iterable<List<KV<String, Item>>>>, Item> {
    private final Counter items = Metrics.counter("ReadItems", "items");
    private final Counter repeated = Metrics.counter("ReadItems", "repeated");
    private final Rejector rejector;

    LastWins(Rejector rejector) {
      this.rejector = rejector;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<KV<String, Item>>>> shard, MultiOutputReceiver out) {
      Map<String, KV<String, Item>> last = new HashMap<>();
      for (List<KV<String, Item>> pack : shard.getValue()) {
        for (KV<String, Item> placed : pack) {
          String id = placed.getValue().getItemId();
          KV<String, Item> known = last.get(id);
          boolean later = known == null || placed.getKey().compareTo(known.getKey()) > 0;
          if (later) {
            last.put(id, placed);
          }
          if (known != null) {
            repeated.inc();
            out.get(REJECTED).output(repeated(later ? known : placed));
          }
        }
      }
      items.inc(last.size());
      last.values().forEach(placed -> out.get(ITEMS).output(placed.getValue()));
    }

    private Rejected repeated(KV<String, Item> earlier) {
      return rejector.reject(
          Reason.REPEATED_ITEM,
          earlier.getValue().getItemId() + " stands further down again",
          earlier.getValue());
    }
  }
}
