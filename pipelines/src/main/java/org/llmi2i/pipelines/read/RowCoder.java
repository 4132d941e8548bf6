package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes rows of a table, which have no problem. */
final class RowCoder extends AtomicCoder<Row> {
  private static final long serialVersionUID = 1L;
  private static final ListCoder<String> TEXTS = ListCoder.of(StringUtf8Coder.of());

  @Override
  public void encode(Row row, OutputStream out) throws IOException {
    TEXTS.encode(row.columns(), out);
    TEXTS.encode(row.values(), out);
  }

  @Override
  public Row decode(InputStream in) throws IOException {
    List<String> columns = TEXTS.decode(in);
    return Row.of(columns, TEXTS.decode(in));
  }
}
