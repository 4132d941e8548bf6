package org.llmi2i.pipelines.read;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Joins the records of rows that are read one after the other, so that fewer and larger records
 * travel: a runner takes longer to hand a row on than it takes to parse it.
 *
 * @param <T> the record of a row
 * @param <G> what they are joined to
 */
interface Gathering<T, G> {
  /** Takes the record of the next row; may hand on what was gathered so far, as a part. */
  void add(T record, Consumer<G> out);

  /** Hands on the rest. */
  void finish(Consumer<G> out);

  /** Begins a bundle. */
  interface Begin<T, G> extends Serializable {
    Gathering<T, G> begin();
  }

  /** Hands on every record by itself. */
  static <T> Begin<T, T> none() {
    return None::new;
  }

  /** See {@link #none}. */
  final class None<T> implements Gathering<T, T> {
    @Override
    public void add(T record, Consumer<T> out) {
      out.accept(record);
    }

    @Override
    public void finish(Consumer<T> out) {}
  }
}
