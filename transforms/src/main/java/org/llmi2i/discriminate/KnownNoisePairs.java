package org.llmi2i.discriminate;

import com.google.auto.value.AutoValue;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.history.History;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.stages.UserItem;

/**
 * Pairs to test a discriminator on where the noise of a log is known: for every user with both, one
 * interaction of their own will and one that is noise, drawn by a hash. The history shown lacks
 * both.
 */
@AutoValue
public abstract class KnownNoisePairs
    extends PTransform<PCollection<History>, PCollection<Shortlist>> {
  abstract PCollection<UserItem> noise();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract int historyLength();

  abstract long seed();

  /**
   * Pairs from known noise, with 10 items of history.
   *
   * @param noise all pairs of the log that are noise
   * @param catalog every item by id
   */
  public static KnownNoisePairs of(
      PCollection<UserItem> noise, PCollectionView<Map<String, ItemStatistics>> catalog) {
    return new AutoValue_KnownNoisePairs(noise, catalog, 10, 0L);
  }

  /** How much history the model reads; default 10. */
  public KnownNoisePairs withHistoryLength(int historyLength) {
    return new AutoValue_KnownNoisePairs(noise(), catalog(), historyLength, seed());
  }

  /** Seeds the draw; any number, default 0. */
  public KnownNoisePairs withSeed(long seed) {
    return new AutoValue_KnownNoisePairs(noise(), catalog(), historyLength(), seed);
  }

  @Override
  public PCollection<Shortlist> expand(PCollection<History> histories) {
    return histories
        .apply("Join", LeftJoin.of(History::userId, noise(), UserItem::getUserId))
        .apply(
            "Pair",
            ParDo.of(new Pair(catalog(), historyLength(), seed())).withSideInputs(catalog()));
  }

  private static final class Pair extends DoFn<KV<History, List<UserItem>>, Shortlist> {
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
        @Element KV<History, List<UserItem>> user,
        ProcessContext context,
        OutputReceiver<Shortlist> out) {
      Map<String, ItemStatistics> catalog = context.sideInput(catalogView);
      History history = user.getKey();
      Set<String> noisy = new HashSet<>();
      user.getValue().forEach(pair -> noisy.add(pair.getItemId()));
      noisy.retainAll(history.items());
      Set<String> clean = new HashSet<>(history.items());
      clean.removeAll(noisy);
      Optional<String> positive = draw(history.userId(), clean, catalog);
      Optional<String> negative = draw(history.userId(), noisy, catalog);
      if (positive.isPresent() && negative.isPresent()) {
        List<String> shown =
            history.lastItems(historyLength, Set.of(positive.get(), negative.get()));
        out.output(LabeledPair.of(history, shown, positive.get(), negative.get(), catalog));
      }
    }

    private Optional<String> draw(
        String userId, Set<String> items, Map<String, ItemStatistics> catalog) {
      return items.stream()
          .filter(item -> !catalog.get(item).getTitle().isBlank())
          .min(
              Comparator.comparingLong((String item) -> StableHash.of(seed, userId, item))
                  .thenComparing(Comparator.naturalOrder()));
    }
  }
}
