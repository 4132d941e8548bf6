package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.apache.avro.AvroRuntimeException;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.progress.StageClock;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * Reads files row by row, each into a record or a rejected row; a file is read by one worker.
 *
 * @param <T> the records
 */
final class ReadRecords<T> extends PTransform<PBegin, PCollectionTuple> {
  private final String pattern;
  private final ColumnMapping mapping;
  private final RowParser<T> parser;
  private final Rejector rejector;
  private final TupleTag<T> records;
  private final @Nullable TupleTag<Rejected> rejected;

  ReadRecords(
      String pattern,
      ColumnMapping mapping,
      RowParser<T> parser,
      Rejector rejector,
      TupleTag<T> records,
      @Nullable TupleTag<Rejected> rejected) {
    this.pattern = pattern;
    this.mapping = mapping;
    this.parser = parser;
    this.rejector = rejector;
    this.records = records;
    this.rejected = rejected;
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    return begin
        .apply("Match", FileIO.match().filepattern(pattern))
        .apply("Open", FileIO.readMatches())
        .apply(
            "Parse",
            ParDo.of(new Parse())
                .withOutputTags(
                    records, rejected == null ? TupleTagList.empty() : TupleTagList.of(rejected)));
  }

  private final class Parse extends DoFn<FileIO.ReadableFile, T> {
    private static final int TICK = 1000;

    private final Counter rows = Metrics.counter(rejector.stage(), "rows");
    private final Counter good = Metrics.counter(rejector.stage(), "records");
    private final Counter bad = Metrics.counter(rejector.stage(), "rejected");
    private final StageClock clock = StageClock.of(rejector.stage());

    @ProcessElement
    public void process(@Element FileIO.ReadableFile file, MultiOutputReceiver out) {
      clock.tick(0);
      OneFile rowsOfFile = new OneFile(file.getMetadata().resourceId().toString(), out);
      try (InputStream in = Channels.newInputStream(file.open())) {
        RowFormat.of(rowsOfFile.name).read(in, rowsOfFile::parse);
      } catch (IOException | AvroRuntimeException e) {
        throw new InputException(
            rowsOfFile.name
                + ": cannot be read behind row "
                + rowsOfFile.number
                + ": "
                + InputException.why(e),
            e);
      }
      rowsOfFile.count();
    }

    /** What is known of a file while it is read. */
    private final class OneFile {
      private final String name;
      private final MultiOutputReceiver out;
      private final Fields fields = new Fields(mapping);
      private long number;

      /** Of the rows since the last count: a counter costs more than a field of a row. */
      private long counted;

      private long goodRows;

      OneFile(String name, MultiOutputReceiver out) {
        this.name = name;
        this.out = out;
      }

      void parse(Row row) {
        number++;
        if (number - counted == TICK) {
          count();
        }
        if (row.problem() != null) {
          reject(Reason.MALFORMED_ROW, row.problem(), row);
          return;
        }
        fields.set(row);
        try {
          T record = parser.parse(fields, name, number);
          goodRows++;
          out.get(records).output(record);
        } catch (RowParser.RowException e) {
          reject(e.reason(), e.getMessage(), row);
        }
      }

      private void reject(Reason reason, String detail, Row row) {
        bad.inc();
        Metrics.counter(rejector.stage(), "rejected." + reason).inc();
        if (rejected != null) {
          out.get(rejected).output(rejector.reject(reason, detail, row.toJson()));
        }
      }

      void count() {
        rows.inc(number - counted);
        clock.tick(number - counted);
        counted = number;
        good.inc(goodRows);
        goodRows = 0;
      }
    }
  }
}
