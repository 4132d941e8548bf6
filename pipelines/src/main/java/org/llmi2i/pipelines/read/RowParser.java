package org.llmi2i.pipelines.read;

import java.io.Serializable;
import org.llmi2i.schemas.Reason;

/** Makes a record of a row, or says why not. */
interface RowParser<T> extends Serializable {

  /**
   * Makes a record.
   *
   * @param fields the row's values by field of the record
   * @param file the row's file
   * @param number a number that rises with the rows of the file, above 0
   * @throws RowException if the row cannot be used
   */
  T parse(Fields fields, String file, long number) throws RowException;

  /** The row cannot be used; the message holds the offending value. */
  final class RowException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    RowException(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }
}
