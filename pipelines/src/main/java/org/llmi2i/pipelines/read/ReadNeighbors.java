package org.llmi2i.pipelines.read;

import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.llmi2i.evaluate.TableEntries;
import org.llmi2i.evaluate.TableEntriesCoder;
import org.llmi2i.evaluate.TableIndex;
import org.llmi2i.evaluate.TableIndexCoder;
import org.llmi2i.pipelines.read.RowParser.RowException;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Neighbor;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * Reads an I2I table, of whatever system, from files or a table or query of BigQuery with columns
 * item_id, neighbor_id and score, in any order of rows; a higher score is nearer. Other columns,
 * rank among them, are not looked at. Of a neighbor that an item has twice, the higher score wins.
 *
 * <p>Out: {@link #TABLE}, the whole table in one piece, none if no row can be used, and {@link
 * #REJECTED}. Memory of a worker: the table, up to 48 bytes an entry and each id twice while it is
 * put together. Fastest where the rows of an item stand together.
 */
public final class ReadNeighbors extends PTransform<PBegin, PCollectionTuple> {
  /** The table. */
  public static final TupleTag<TableIndex> TABLE = new TupleTag<>("table") {};

  /** The rows of the files that cannot be used. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  private static final TupleTag<TableEntries> PARTS = new TupleTag<>("parts") {};

  /** The entries of one part, which travels as one record. */
  private static final int PART_ENTRIES = 1 << 20;

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
                Parts::new,
                rejector,
                PARTS,
                REJECTED));
    PCollectionTuple whole =
        read.get(PARTS)
            .setCoder(TableEntriesCoder.of())
            .apply("OneKey", WithKeys.of(0))
            .setCoder(KvCoder.of(VarIntCoder.of(), TableEntriesCoder.of()))
            .apply("Group", GroupByKey.create())
            .apply(
                "Join",
                ParDo.of(new Join(rejector)).withOutputTags(TABLE, TupleTagList.of(REJECTED)));
    return PCollectionTuple.of(TABLE, whole.get(TABLE).setCoder(TableIndexCoder.of()))
        .and(
            REJECTED,
            PCollectionList.of(read.get(REJECTED))
                .and(whole.get(REJECTED))
                .apply("Rejected", Flatten.pCollections()));
  }

  private record Entry(String itemId, String neighborId, double score) {}

  private static Entry entry(Fields fields) throws RowException {
    String item = fields.required("item_id", Reason.MISSING_ITEM_ID);
    String neighbor = fields.required("neighbor_id", Reason.MISSING_NEIGHBOR_ID);
    Double score = fields.number("score", Reason.INVALID_SCORE);
    if (score == null) {
      throw new RowException(Reason.INVALID_SCORE, "score is empty");
    }
    return new Entry(item, neighbor, score);
  }

  private static final class Parts implements Gathering<Entry, TableEntries> {
    private TableEntries part = new TableEntries();

    @Override
    public void add(Entry entry, Consumer<TableEntries> out) {
      part.add(entry.itemId(), entry.neighborId(), entry.score());
      if (part.size() == PART_ENTRIES) {
        finish(out);
      }
    }

    @Override
    public void finish(Consumer<TableEntries> out) {
      if (part.size() > 0) {
        out.accept(part);
        part = new TableEntries();
      }
    }
  }

  private static final class Join extends DoFn<KV<Integer, Iterable<TableEntries>>, TableIndex> {
    private final Counter repeated = Metrics.counter("ReadNeighbors", "repeated");
    private final Rejector rejector;

    Join(Rejector rejector) {
      this.rejector = rejector;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<TableEntries>> parts, MultiOutputReceiver out) {
      TableIndex table =
          TableEntries.join(parts.getValue())
              .toTable(
                  (item, neighbor, score, kept) -> {
                    repeated.inc();
                    out.get(REJECTED).output(repeated(item, neighbor, score, kept));
                  });
      out.get(TABLE).output(table);
    }

    private Rejected repeated(String item, String neighbor, double score, double kept) {
      return rejector.reject(
          Reason.REPEATED_NEIGHBOR,
          item + " has " + neighbor + " already, with the score " + kept,
          new Neighbor(item, neighbor, 0, score, 0L, "", ""));
    }
  }
}
