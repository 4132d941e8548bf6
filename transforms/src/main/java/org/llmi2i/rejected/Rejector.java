package org.llmi2i.rejected;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;

/**
 * Writes the rejected records of one stage of one run.
 *
 * @param stage the stage's name
 * @param runId the run
 * @param at the time of the run's start, which stands for all its rejections, so that two runs over
 *     the same input reject the same
 */
public record Rejector(String stage, String runId, Instant at) implements Serializable {

  /** The same run in another stage. */
  public Rejector in(String otherStage) {
    return new Rejector(otherStage, runId, at);
  }

  /** A rejected record, with the detail that names the offending value. */
  public Rejected reject(Reason reason, String detail, SpecificRecord record) {
    // An Avro record's text is its JSON.
    return reject(reason, detail, record.toString());
  }

  /** A rejected record that is JSON already. */
  public Rejected reject(Reason reason, String detail, String json) {
    return new Rejected(stage, reason, detail, json, runId, at.truncatedTo(ChronoUnit.MICROS));
  }
}
