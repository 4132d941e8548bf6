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
      String name = file.getMetadata().resourceId().toString();
      Fields fields = new Fields(mapping);
      long[] number = {0};
      try (InputStream in = Channels.newInputStream(file.open())) {
        RowFormat.of(name).read(in, row -> parse(row, fields, name, ++number[0], out));
      } catch (IOException | AvroRuntimeException e) {
        throw new InputException(
            name + ": cannot be read behind row " + number[0] + ": " + InputException.why(e), e);
      }
      clock.tick(number[0] % TICK);
    }

    private void parse(Row row, Fields fields, String file, long number, MultiOutputReceiver out) {
      rows.inc();
      if (number % TICK == 0) {
        clock.tick(TICK);
      }
      if (row.problem() != null) {
        reject(Reason.MALFORMED_ROW, row.problem(), row, out);
        return;
      }
      fields.set(row);
      try {
        T record = parser.parse(fields, file, number);
        good.inc();
        out.get(records).output(record);
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
  }
}
