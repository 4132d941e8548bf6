package org.llmi2i.pipelines.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes parts of files. */
final class FilePartCoder extends AtomicCoder<FilePart> {
  private static final long serialVersionUID = 1L;
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder NUMBER = VarLongCoder.of();

  @Override
  public void encode(FilePart part, OutputStream out) throws IOException {
    TEXT.encode(part.name(), out);
    NUMBER.encode(part.head(), out);
    NUMBER.encode(part.from(), out);
    NUMBER.encode(part.to(), out);
  }

  @Override
  public FilePart decode(InputStream in) throws IOException {
    return new FilePart(TEXT.decode(in), NUMBER.decode(in), NUMBER.decode(in), NUMBER.decode(in));
  }
}
