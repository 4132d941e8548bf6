package org.llmi2i.pipelines.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
import org.checkerframework.checker.nullness.qual.Nullable;
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

  private static final TupleTag<NeighborRow> PIECES = new TupleTag<>("pieces") {};

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
                Pieces::new,
                rejector,
                PIECES,
                REJECTED));
    PCollectionTuple rows =
        read.get(PIECES)
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

  /** An entry and the item whose it is. */
  private record ItemEntry(String itemId, NeighborRow.Entry entry) {}

  private static ItemEntry entry(Fields fields) throws RowException {
    String item = fields.required("item_id", Reason.MISSING_ITEM_ID);
    String neighbor = fields.required("neighbor_id", Reason.MISSING_NEIGHBOR_ID);
    Double score = fields.number("score", Reason.INVALID_SCORE);
    if (score == null) {
      throw new RowException(Reason.INVALID_SCORE, "score is empty");
    }
    return new ItemEntry(item, new NeighborRow.Entry(neighbor, score, 0));
  }

  /** Entries of one item that come one after the other, as they do in a sorted file. */
  private static final class Pieces implements Gathering<ItemEntry, NeighborRow> {
    private @Nullable String item;
    private final List<NeighborRow.Entry> entries = new ArrayList<>();

    @Override
    public void add(ItemEntry next, Consumer<NeighborRow> out) {
      if (!next.itemId().equals(item)) {
        finish(out);
        item = next.itemId();
      }
      entries.add(next.entry());
    }

    @Override
    public void finish(Consumer<NeighborRow> out) {
      if (item != null) {
        out.accept(new NeighborRow(item, entries));
        entries.clear();
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
      Map<String, List<NeighborRow>> items = new HashMap<>();
      for (List<NeighborRow> pack : shard.getValue()) {
        for (NeighborRow piece : pack) {
          items.computeIfAbsent(piece.itemId(), item -> new ArrayList<>(1)).add(piece);
        }
      }
      items.forEach(
          (item, pieces) -> {
            boolean whole = pieces.size() == 1 && isRow(pieces.get(0));
            out.get(ROWS).output(whole ? pieces.get(0) : row(item, pieces, out));
          });
    }

    /** Whether a piece has its entries in order, and each neighbor once. */
    private static boolean isRow(NeighborRow piece) {
      Set<String> neighbors = new HashSet<>();
      for (int at = 0; at < piece.size(); at++) {
        String neighbor = piece.ids().text(piece.neighbor(at));
        if (!neighbors.add(neighbor) || (at > 0 && !isBehind(piece, at, neighbor))) {
          return false;
        }
      }
      return true;
    }

    private static boolean isBehind(NeighborRow piece, int at, String neighbor) {
      int byScore = Double.compare(piece.score(at - 1), piece.score(at));
      return byScore != 0
          ? byScore > 0
          : piece.ids().text(piece.neighbor(at - 1)).compareTo(neighbor) < 0;
    }

    private NeighborRow row(String item, List<NeighborRow> pieces, MultiOutputReceiver out) {
      List<NeighborRow.Entry> entries = new ArrayList<>();
      pieces.forEach(piece -> entries.addAll(piece.neighbors()));
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
