package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.pipelines.bigquery.ReadTable;
import org.llmi2i.progress.StageClock;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * Reads files, or what BigQuery exports, row by row, each into a record or a rejected row. Where
 * lines are rows, a large file is read by several workers.
 *
 * @param <T> the records of rows
 * @param <G> what those of a bundle are gathered to, and put out as
 */
final class ReadRecords<T, G> extends PTransform<PBegin, PCollectionTuple> {
  private final String pattern;
  private final ColumnMapping mapping;
  private final RowParser<T> parser;
  private final Gathering.Begin<T, G> gathering;
  private final Rejector rejector;
  private final TupleTag<G> records;
  private final @Nullable TupleTag<Rejected> rejected;

  ReadRecords(
      String pattern,
      ColumnMapping mapping,
      RowParser<T> parser,
      Gathering.Begin<T, G> gathering,
      Rejector rejector,
      TupleTag<G> records,
      @Nullable TupleTag<Rejected> rejected) {
    this.pattern = pattern;
    this.mapping = mapping;
    this.parser = parser;
    this.gathering = gathering;
    this.rejector = rejector;
    this.records = records;
    this.rejected = rejected;
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    TupleTagList second = rejected == null ? TupleTagList.empty() : TupleTagList.of(rejected);
    if (BigQueryName.isNamed(pattern)) {
      return begin
          .apply("Rows", ReadTable.of(BigQueryName.source(pattern), AvroRows::row, new RowCoder()))
          .apply("Parse", ParDo.of(new ParseRow()).withOutputTags(records, second));
    }
    return begin
        .apply("Pattern", Create.of(pattern))
        .apply("Cut", ParDo.of(new Cut()))
        .setCoder(new FilePartCoder())
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Parse", ParDo.of(new ParseFile()).withOutputTags(records, second));
  }

  private static final class Cut extends DoFn<String, FilePart> {
    /** So many files keep the workers busy as they are. */
    private static final int FILES = 64;

    @ProcessElement
    public void process(@Element String pattern, OutputReceiver<FilePart> out) throws IOException {
      List<MatchResult.Metadata> files =
          FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
      if (files.isEmpty()) {
        throw new InputException(
            pattern + ": a worker sees no such file; all machines must see it by this name");
      }
      for (MatchResult.Metadata file : files) {
        if (files.size() < FILES) {
          FilePart.of(file).forEach(out::output);
        } else {
          out.output(FilePart.whole(file.resourceId().toString()));
        }
      }
    }
  }

  /** Parses rows, and counts them. */
  private abstract class Parse<S> extends DoFn<S, G> {
    private static final int TICK = 1000;

    private final Counter rows = Metrics.counter(rejector.stage(), "rows");
    private final Counter used = Metrics.counter(rejector.stage(), "records");
    private final Counter bad = Metrics.counter(rejector.stage(), "rejected");
    private final StageClock clock = StageClock.of(rejector.stage());

    /** Of all rows of a bundle, which may be several parts of files. */
    private transient Gathering<T, G> gathered;

    @StartBundle
    public void startBundle() {
      gathered = gathering.begin();
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      gathered.finish(
          record -> context.output(records, record, Instant.EPOCH, GlobalWindow.INSTANCE));
      gathered = null;
    }

    /** What is known of rows while they are read. */
    final class Rows {
      private final Fields fields = new Fields(mapping);
      private long number;

      /** Of the rows since the last count: a counter costs more than a field of a row. */
      private long counted;

      private long goodRows;

      Rows() {
        clock.tick(0);
      }

      /**
       * Parses a row that stands in this file, at a place that rises by one from this.
       *
       * @param good takes what is gathered
       * @param out takes what is rejected
       */
      void parse(Row row, String file, long from, Consumer<G> good, MultiOutputReceiver out) {
        number++;
        if (number - counted == TICK) {
          count();
        }
        if (row.problem() != null) {
          reject(Reason.MALFORMED_ROW, row.problem(), row, out);
          return;
        }
        fields.set(row);
        try {
          T record = parser.parse(fields, file, from + number);
          goodRows++;
          gathered.add(record, good);
        } catch (RowParser.RowException e) {
          reject(e.reason(), e.getMessage(), row, out);
        }
      }

      private void reject(Reason reason, String detail, Row row, MultiOutputReceiver out) {
        bad.inc();
        Metrics.counter(rejector.stage(), "rejected." + reason).inc();
        if (rejected != null) {
          out.get(rejected).output(rejector.reject(reason, detail, row.toJson()));
        }
      }

      long number() {
        return number;
      }

      void count() {
        rows.inc(number - counted);
        clock.tick(number - counted);
        counted = number;
        used.inc(goodRows);
        goodRows = 0;
      }
    }
  }

  private final class ParseFile extends Parse<FilePart> {
    @ProcessElement
    public void process(@Element FilePart part, MultiOutputReceiver out) {
      Rows rows = new Rows();
      // One object for all rows: to ask for it takes as long as to parse a field.
      Consumer<G> good = out.get(records)::output;
      try (InputStream in = part.open()) {
        RowFormat.of(part.name())
            .read(in, row -> rows.parse(row, part.name(), part.from(), good, out));
      } catch (IOException | AvroRuntimeException e) {
        throw new InputException(
            part.name()
                + ": cannot be read behind row "
                + rows.number()
                + (part.from() == 0 ? "" : " of those behind byte " + part.from())
                + ": "
                + InputException.why(e),
            e);
      }
      rows.count();
    }
  }

  private final class ParseRow extends Parse<Row> {
    private transient Rows rows;

    @Override
    public void startBundle() {
      super.startBundle();
      rows = new Rows();
    }

    @ProcessElement
    public void process(@Element Row row, MultiOutputReceiver out) {
      // A table has no order, so what stands in a row is its place.
      rows.parse(row, row.toJson(), -rows.number() - 1, out.get(records)::output, out);
    }

    @Override
    public void finishBundle(FinishBundleContext context) {
      super.finishBundle(context);
      rows.count();
    }
  }
}
