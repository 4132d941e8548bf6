package org.llmi2i.pipelines.read;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.pipelines.read.RowParser.RowException;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.shards.Shards;

/**
 * Reads an I2I table, of whatever system, from files or a table or query of BigQuery with columns
 * item_id, neighbor_id and score, in any order of rows; a higher score is nearer. Other columns,
 * rank among them, are not looked at. Of a neighbor that an item has twice, the higher score wins.
 *
 * <p>Out: {@link #ROWS}, one an item, and {@link #REJECTED}. Fastest where the rows of an item
 * stand together. Memory of a worker: a 32nd of the table.
 */
public final class ReadNeighbors extends PTransform<PBegin, PCollectionTuple> {
  /** The table. */
  public static final TupleTag<NeighborRow> ROWS = new TupleTag<>("rows") {};

  /** The rows of the files that cannot be used. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  private static final TupleTag<NeighborRow> ENTRIES = new TupleTag<>("entries") {};

  private final String pattern;
  private final Rejector rejector;

  private ReadNeighbors(String pattern, Rejector rejector) {
    this.pattern = pattern;
    this.rejector = rejector;
  }

  /** Reads the files that match a pattern. */
  public static ReadNeighbors from(String pattern, Rejector rejector) {
    return new ReadNeighbors(pattern, rejector.in("ReadNeighbors"));
  }

  /**
   * Looks at the heads of the files, before a pipeline runs.
   *
   * @throws InputException if no file matches, or one cannot be read or lacks a column
   */
  public void check(PipelineOptions options) {
    Inputs.check(
        pattern, options, ColumnMapping.none(), List.of("item_id", "neighbor_id", "score"));
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple read =
        begin.apply(
            "Read",
            new ReadRecords<>(
                pattern,
                ColumnMapping.none(),
                (fields, file, number) -> entry(fields),
                rejector,
                ENTRIES,
                REJECTED));
    PCollection<NeighborRow> entries = read.get(ENTRIES).setCoder(NeighborRowCoder.of());
    PCollectionTuple rows =
        entries
            .apply("Pieces", ParDo.of(new ToPieces()))
            .setCoder(NeighborRowCoder.of())
            .apply("ByItem", Shards.by(NeighborRow::itemId))
            .apply(
                "Rows",
                ParDo.of(new ToRows(rejector)).withOutputTags(ROWS, TupleTagList.of(REJECTED)));
    return PCollectionTuple.of(ROWS, rows.get(ROWS).setCoder(NeighborRowCoder.of()))
        .and(
            REJECTED,
            PCollectionList.of(read.get(REJECTED))
                .and(rows.get(REJECTED))
                .apply("Rejected", Flatten.pCollections()));
  }

  private static NeighborRow entry(Fields fields) throws RowException {
    String item = fields.required("item_id", Reason.MISSING_ITEM_ID);
    String neighbor = fields.required("neighbor_id", Reason.MISSING_NEIGHBOR_ID);
    Double score = fields.number("score", Reason.INVALID_SCORE);
    if (score == null) {
      throw new RowException(Reason.INVALID_SCORE, "score is empty");
    }
    return new NeighborRow(item, List.of(new NeighborRow.Entry(neighbor, score, 0)));
  }

  /** Joins entries of one item that come one after the other, as they do in a sorted file. */
  private static final class ToPieces extends DoFn<NeighborRow, NeighborRow> {
    private transient @Nullable String item;
    private transient List<NeighborRow.Entry> entries;

    @StartBundle
    public void startBundle() {
      item = null;
      entries = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element NeighborRow entry, OutputReceiver<NeighborRow> out) {
      if (item != null && !item.equals(entry.itemId())) {
        out.output(new NeighborRow(item, entries));
        entries = new ArrayList<>();
      }
      item = entry.itemId();
      entries.addAll(entry.neighbors());
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (item != null) {
        context.output(new NeighborRow(item, entries), Instant.EPOCH, GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class ToRows
      extends DoFn<KV<Integer, Iterable<List<NeighborRow>>>, NeighborRow> {
    private final Counter repeated = Metrics.counter("ReadNeighbors", "repeated");
    private final Rejector rejector;

    ToRows(Rejector rejector) {
      this.rejector = rejector;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<NeighborRow>>> shard, MultiOutputReceiver out) {
      Map<String, List<NeighborRow.Entry>> rows = new HashMap<>();
      for (List<NeighborRow> pack : shard.getValue()) {
        for (NeighborRow piece : pack) {
          rows.computeIfAbsent(piece.itemId(), item -> new ArrayList<>()).addAll(piece.neighbors());
        }
      }
      rows.forEach((item, entries) -> out.get(ROWS).output(row(item, entries, out)));
    }

    private NeighborRow row(String item, List<NeighborRow.Entry> entries, MultiOutputReceiver out) {
      entries.sort(
          Comparator.comparingDouble(NeighborRow.Entry::score)
              .reversed()
              .thenComparing(NeighborRow.Entry::itemId));
      Map<String, Double> best = new HashMap<>();
      List<NeighborRow.Entry> kept = new ArrayList<>(entries.size());
      for (NeighborRow.Entry entry : entries) {
        Double before = best.putIfAbsent(entry.itemId(), entry.score());
        if (before == null) {
          kept.add(entry);
        } else {
          repeated.inc();
          out.get(REJECTED).output(repeated(item, entry, before));
        }
      }
      return new NeighborRow(item, kept);
    }

    private Rejected repeated(String item, NeighborRow.Entry entry, double before) {
      return rejector.reject(
          Reason.REPEATED_NEIGHBOR,
          item + " has " + entry.itemId() + " already, with the score " + before,
          new Neighbor(item, entry.itemId(), 0, entry.score(), 0L, "", ""));
    }
  }
}
