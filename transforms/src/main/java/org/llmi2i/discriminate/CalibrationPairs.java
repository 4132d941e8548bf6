package org.llmi2i.discriminate;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;

/**
 * Pairs to calibrate on, from the train log alone: for a draw of users, their last item and a
 * random item that they do not have. The history shown ends before the last item's moment, so that
 * its basket does not give it away.
 */
@AutoValue
public abstract class CalibrationPairs
    extends PTransform<PCollection<History>, PCollection<Shortlist>> {
  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract int users();

  abstract int historyLength();

  abstract long seed();

  /**
   * Pairs of 2,000 users at most, with 10 items of history.
   *
   * @param catalog every item by id
   */
  public static CalibrationPairs of(PCollectionView<Map<String, ItemStatistics>> catalog) {
    return new AutoValue_CalibrationPairs(catalog, 2000, 10, 0L);
  }

  /** How many users are drawn, at least 1; default 2,000. One request each. */
  public CalibrationPairs withUsers(int users) {
    if (users < 1) {
      throw new IllegalArgumentException("calibrationUsers: must be at least 1, got " + users);
    }
    return new AutoValue_CalibrationPairs(catalog(), users, historyLength(), seed());
  }

  /** How much history the model reads: as much as it will when it judges; default 10. */
  public CalibrationPairs withHistoryLength(int historyLength) {
    return new AutoValue_CalibrationPairs(catalog(), users(), historyLength, seed());
  }

  /** Seeds the draw of users and random items; any number, default 0. */
  public CalibrationPairs withSeed(long seed) {
    return new AutoValue_CalibrationPairs(catalog(), users(), historyLength(), seed);
  }

  @Override
  public PCollection<Shortlist> expand(PCollection<History> histories) {
    return histories
        .apply("Draw users", Top.of(users(), new ByHash(seed())))
        .apply(
            "Pair",
            ParDo.of(new Pair(catalog(), historyLength(), seed())).withSideInputs(catalog()));
  }

  /** Orders users by a hash that has nothing to do with what they did. */
  private record ByHash(long seed) implements Comparator<History>, Serializable {
    @Override
    public int compare(History a, History b) {
      int byHash = Long.compare(StableHash.of(seed, a.userId()), StableHash.of(seed, b.userId()));
      return byHash != 0 ? byHash : a.userId().compareTo(b.userId());
    }
  }

  private static final class Pair extends DoFn<List<History>, Shortlist> {
    private final PCollectionView<Map<String, ItemStatistics>> catalogView;
    private final int historyLength;
    private final long seed;

    Pair(PCollectionView<Map<String, ItemStatistics>> catalogView, int historyLength, long seed) {
      this.catalogView = catalogView;
      this.historyLength = historyLength;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element List<History> histories, ProcessContext context, OutputReceiver<Shortlist> out) {
      Map<String, ItemStatistics> catalog = context.sideInput(catalogView);
      List<String> titled =
          catalog.values().stream()
              .filter(item -> item.getUsers() > 0 && !item.getTitle().isBlank())
              .map(ItemStatistics::getItemId)
              .sorted()
              .toList();
      for (History history : histories) {
        pair(history, titled, catalog).ifPresent(out::output);
      }
    }

    private Optional<Shortlist> pair(
        History history, List<String> titled, Map<String, ItemStatistics> catalog) {
      List<Event> events = history.events();
      Event last = events.get(events.size() - 1);
      List<Event> earlier = new ArrayList<>();
      Set<String> now = new HashSet<>();
      for (Event event : events) {
        if (event.micros() < last.micros()) {
          earlier.add(event);
        } else {
          now.add(event.itemId());
        }
      }
      boolean titledLast = !catalog.get(last.itemId()).getTitle().isBlank();
      String negative = randomItem(history, titled);
      if (earlier.isEmpty() || !titledLast || negative == null) {
        return Optional.empty();
      }
      List<String> shown = new History(history.userId(), earlier).lastItems(historyLength, now);
      return shown.isEmpty()
          ? Optional.empty()
          : Optional.of(LabeledPair.of(history, shown, last.itemId(), negative, catalog));
    }

    private @Nullable String randomItem(History history, List<String> titled) {
      Set<String> known = history.items();
      for (int attempt = 0; attempt < 100 && !titled.isEmpty(); attempt++) {
        long hash = StableHash.of(seed + attempt, history.userId(), "random item");
        String item = titled.get((int) Long.remainderUnsigned(hash, titled.size()));
        if (!known.contains(item)) {
          return item;
        }
      }
      return null;
    }
  }
}
