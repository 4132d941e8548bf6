package org.llmi2i.pipelines.read;

import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;
import org.llmi2i.history.HistoryParts;
import org.llmi2i.schemas.Interaction;

/**
 * Reads a log that is wanted as histories only: unless {@link #withoutJoin}, they are those that
 * {@link Histories#collect} makes of the interactions, but no interaction travels by itself.
 *
 * <p>Out: {@link #HISTORIES} and, unless they are only counted, {@link ReadInteractions#REJECTED}.
 */
public final class ReadHistories extends PTransform<PBegin, PCollectionTuple> {
  /** One a user, unless {@link #withoutJoin}. */
  public static final TupleTag<History> HISTORIES = new TupleTag<>("histories") {};

  private static final TupleTag<History> PARTS = new TupleTag<>("parts") {};

  private final ReadInteractions log;
  private final long seed;
  private final boolean joined;

  private ReadHistories(ReadInteractions log, long seed, boolean joined) {
    this.log = log;
    this.seed = seed;
    this.joined = joined;
  }

  /**
   * Reads what {@code log} would.
   *
   * @param seed of the order of events of one moment
   */
  public static ReadHistories of(ReadInteractions log, long seed) {
    return new ReadHistories(log, seed, true);
  }

  /**
   * Leaves histories in the parts in which they were read: a user has several, their events in no
   * order. For a reader that brings a user's histories together anyway, and saves a shuffle of the
   * log.
   */
  public ReadHistories withoutJoin() {
    return new ReadHistories(log, seed, false);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple read = begin.apply("Read", log.reading(ByUser::new, PARTS));
    PCollection<History> parts = read.get(PARTS).setCoder(HistoryCoder.of());
    PCollection<History> histories = joined ? parts.apply("Join", Histories.join(seed)) : parts;
    PCollectionTuple out = PCollectionTuple.of(HISTORIES, histories);
    return log.rejectedOnlyCounted()
        ? out
        : out.and(ReadInteractions.REJECTED, read.get(ReadInteractions.REJECTED));
  }

  private static final class ByUser implements Gathering<Interaction, History> {
    private final HistoryParts parts = new HistoryParts();

    @Override
    public void add(Interaction interaction, Consumer<History> out) {
      parts.add(interaction, out);
    }

    @Override
    public void finish(Consumer<History> out) {
      parts.finish(out);
    }
  }
}
