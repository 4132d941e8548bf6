package org.llmi2i.history;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Makes interactions count less, the older they are: half as much for every half-life before the
 * last one of the whole log.
 *
 * <pre>{@code
 * histories.apply(TimeDecay.halfLife(90)).apply(CoOccurrence.cosine());
 * }</pre>
 */
public final class TimeDecay extends PTransform<PCollection<History>, PCollection<History>> {
  private final double halfLifeDays;

  private TimeDecay(double halfLifeDays) {
    this.halfLifeDays = halfLifeDays;
  }

  /**
   * Decays with this half-life, in days, above 0. A season's length suits fashion, years suit
   * books.
   */
  public static TimeDecay halfLife(double days) {
    if (!(days > 0)) {
      throw new IllegalArgumentException("halfLifeDays: must be above 0, got " + days);
    }
    return new TimeDecay(days);
  }

  @Override
  public PCollection<History> expand(PCollection<History> histories) {
    PCollectionView<Long> end =
        histories
            .apply("Last times", MapElements.into(TypeDescriptors.longs()).via(History::lastMicros))
            .apply("End of log", Max.longsGlobally().asSingletonView());
    return histories
        .apply("Decay", ParDo.of(new Decay(halfLifeDays, end)).withSideInputs(end))
        .setCoder(HistoryCoder.of());
  }

  private static final class Decay extends DoFn<History, History> {
    private final double halfLifeMicros;
    private final PCollectionView<Long> endView;

    Decay(double halfLifeDays, PCollectionView<Long> endView) {
      this.halfLifeMicros = halfLifeDays * TimeUnit.DAYS.toMicros(1);
      this.endView = endView;
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<History> out) {
      long end = context.sideInput(endView);
      List<Event> events =
          history.events().stream()
              .map(
                  event ->
                      new Event(
                          event.itemId(),
                          event.micros(),
                          event.weight() * Math.pow(0.5, (end - event.micros()) / halfLifeMicros)))
              .toList();
      out.output(new History(history.userId(), events));
    }
  }
}
