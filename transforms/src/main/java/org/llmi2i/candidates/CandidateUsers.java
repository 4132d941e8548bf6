package org.llmi2i.candidates;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.Lookup;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.CandidateUser;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;

/**
 * The funnel: for every user, the few target items that may appeal to them.
 *
 * <p>A target item's candidates are the users who have items with titles near its own. They are
 * ranked by evidence: the sum, over the user's items that are among the target's nearest, of the
 * titles' similarity above {@link #withMinSimilarity}. Many near items say more than the one
 * nearest does: on Online Retail II the sum brought twice the lift in tail recall that the maximum
 * did. An item keeps its best users, then a user their best items; that is the user's {@link
 * Shortlist}. Users who have an item already are no candidates for it, and users without a
 * candidate get no shortlist.
 *
 * <p>Memory of a worker: the nearest items of all targets (about 60 bytes each), all items'
 * statistics.
 */
@AutoValue
public abstract class CandidateUsers
    extends PTransform<PCollection<History>, PCollection<Shortlist>> {
  abstract PCollection<NeighborRow> nearest();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract double minSimilarity();

  abstract int historyLength();

  abstract double usersPerSynthetic();

  abstract int itemsPerUser();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setNearest(PCollection<NeighborRow> nearest);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setMinSimilarity(double minSimilarity);

    abstract Builder setHistoryLength(int historyLength);

    abstract Builder setUsersPerSynthetic(double usersPerSynthetic);

    abstract Builder setItemsPerUser(int itemsPerUser);

    abstract Builder setSeed(long seed);

    abstract CandidateUsers build();
  }

  /**
   * Finds candidates for the items that should get synthetic interactions.
   *
   * @param nearest the items whose titles are nearest to each: see {@link NearestItems}; rows of
   *     items that should get none do not matter
   * @param catalog every item by id, classified: see {@code TailSelector}
   */
  public static CandidateUsers of(
      PCollection<NeighborRow> nearest, PCollectionView<Map<String, ItemStatistics>> catalog) {
    return new AutoValue_CandidateUsers.Builder()
        .setNearest(nearest)
        .setCatalog(catalog)
        .setMinSimilarity(0.6)
        .setHistoryLength(10)
        .setUsersPerSynthetic(1.5)
        .setItemsPerUser(60)
        .setSeed(0)
        .build();
  }

  /**
   * How similar two titles must be to count as near, 0 to below 1; default 0.6. Take less where
   * titles are long texts or have little in common.
   */
  public CandidateUsers withMinSimilarity(double minSimilarity) {
    if (!(minSimilarity >= 0 && minSimilarity < 1)) {
      throw new IllegalArgumentException(
          "minSimilarity: must be from 0 to below 1, got " + minSimilarity);
    }
    return toBuilder().setMinSimilarity(minSimilarity).build();
  }

  /** How many of a user's last items are shown to the model, at least 1; default 10. */
  public CandidateUsers withHistoryLength(int historyLength) {
    return toBuilder().setHistoryLength(atLeastOne("historyLength", historyLength)).build();
  }

  /**
   * How many users a target item keeps for each synthetic interaction that it should get, at least
   * 1; default 1.5. More leaves the model a choice, and costs as much more of its time or money.
   */
  public CandidateUsers withUsersPerSynthetic(double usersPerSynthetic) {
    if (!(usersPerSynthetic >= 1)) {
      throw new IllegalArgumentException(
          "usersPerSynthetic: must be at least 1, got " + usersPerSynthetic);
    }
    return toBuilder().setUsersPerSynthetic(usersPerSynthetic).build();
  }

  /**
   * How many items a user's shortlist holds, at least 1; default 60. It bounds the length of a
   * request, and how much of the synthetic data one user can carry.
   */
  public CandidateUsers withItemsPerUser(int itemsPerUser) {
    return toBuilder().setItemsPerUser(atLeastOne("itemsPerUser", itemsPerUser)).build();
  }

  /** Seeds the choice among equals; any number, default 0. */
  public CandidateUsers withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
    }
    return value;
  }

  @Override
  public PCollection<Shortlist> expand(PCollection<History> histories) {
    PCollectionView<Map<String, NeighborRow>> targetsByItem =
        nearest()
            .apply("Turn", ParDo.of(new Turn(minSimilarity(), catalog())).withSideInputs(catalog()))
            .apply("ByItem", Shards.by(turned -> turned.itemId()))
            .apply("Gather", ParDo.of(new GatherTargets()))
            .apply("Targets by item", Lookup.create());
    PCollection<CandidateUser> candidates =
        histories
            .apply(
                "Propose",
                ParDo.of(new Propose(itemsPerUser() * 10L, minSimilarity(), targetsByItem))
                    .withSideInputs(targetsByItem))
            .apply("ByTarget", Shards.by(CandidateUser::getItemId))
            .apply(
                "Best users",
                ParDo.of(new BestUsers(usersPerSynthetic(), seed(), catalog()))
                    .withSideInputs(catalog()));
    return histories
        .apply("Join", LeftJoin.of(History::userId, candidates, CandidateUser::getUserId))
        .apply(
            "Shortlist",
            ParDo.of(new ToShortlist(historyLength(), itemsPerUser(), catalog()))
                .withSideInputs(catalog()));
  }

  /** Best first; the hash shares out what is equally similar. */
  private static Comparator<CandidateUser> bestFirst(long seed) {
    return Comparator.comparingDouble(CandidateUser::getEvidence)
        .reversed()
        .thenComparingLong(
            candidate -> StableHash.of(seed, candidate.getItemId(), candidate.getUserId()))
        .thenComparing(CandidateUser::getUserId)
        .thenComparing(CandidateUser::getItemId);
  }

  /** Turns a target's nearest items into rows of one target each: who has this may like that. */
  private static final class Turn extends DoFn<NeighborRow, NeighborRow> {
    private final double minSimilarity;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;

    Turn(double minSimilarity, PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.minSimilarity = minSimilarity;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(
        @Element NeighborRow row, ProcessContext context, OutputReceiver<NeighborRow> out) {
      ItemStatistics target = context.sideInput(catalog).get(row.itemId());
      if (target == null || target.getSyntheticTarget() == 0) {
        return;
      }
      for (NeighborRow.Entry near : row.neighbors()) {
        if (near.score() > minSimilarity) {
          out.output(
              new NeighborRow(
                  near.itemId(), List.of(new NeighborRow.Entry(row.itemId(), near.score(), 0))));
        }
      }
    }
  }

  private static final class GatherTargets
      extends DoFn<KV<Integer, Iterable<List<NeighborRow>>>, KV<String, NeighborRow>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<NeighborRow>>> shard,
        OutputReceiver<KV<String, NeighborRow>> out) {
      Map<String, List<NeighborRow.Entry>> targets = new HashMap<>();
      for (List<NeighborRow> pack : shard.getValue()) {
        for (NeighborRow row : pack) {
          targets.computeIfAbsent(row.itemId(), item -> new ArrayList<>()).addAll(row.neighbors());
        }
      }
      targets.forEach((item, entries) -> out.output(KV.of(item, new NeighborRow(item, entries))));
    }
  }

  private static final class Propose extends DoFn<History, CandidateUser> {
    private final long limit;
    private final double minSimilarity;
    private final PCollectionView<Map<String, NeighborRow>> targetsByItem;

    /**
     * @param limit how many targets a user is proposed for; above it they could hardly keep them
     */
    Propose(
        long limit, double minSimilarity, PCollectionView<Map<String, NeighborRow>> targetsByItem) {
      this.limit = limit;
      this.minSimilarity = minSimilarity;
      this.targetsByItem = targetsByItem;
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<CandidateUser> out) {
      Map<String, NeighborRow> targets = context.sideInput(targetsByItem);
      Set<String> known = history.items();
      Map<String, Double> evidence = new HashMap<>();
      // Sorted, so that the sums are the same to the last bit whatever the order of the log.
      for (String item : new TreeSet<>(known)) {
        NeighborRow row = targets.get(item);
        if (row != null) {
          for (NeighborRow.Entry target : row.neighbors()) {
            if (!known.contains(target.itemId())) {
              evidence.merge(target.itemId(), target.score() - minSimilarity, Double::sum);
            }
          }
        }
      }
      evidence.entrySet().stream()
          .map(entry -> new CandidateUser(entry.getKey(), history.userId(), entry.getValue()))
          .sorted(bestFirst(0))
          .limit(limit)
          .forEach(out::output);
    }
  }

  private static final class BestUsers
      extends DoFn<KV<Integer, Iterable<List<CandidateUser>>>, CandidateUser> {
    private final double usersPerSynthetic;
    private final long seed;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;

    BestUsers(
        double usersPerSynthetic, long seed, PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.usersPerSynthetic = usersPerSynthetic;
      this.seed = seed;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<CandidateUser>>> shard,
        ProcessContext context,
        OutputReceiver<CandidateUser> out) {
      Map<String, ItemStatistics> items = context.sideInput(catalog);
      Map<String, List<CandidateUser>> byItem = new HashMap<>();
      for (List<CandidateUser> pack : shard.getValue()) {
        for (CandidateUser candidate : pack) {
          byItem.computeIfAbsent(candidate.getItemId(), item -> new ArrayList<>()).add(candidate);
        }
      }
      byItem.forEach(
          (item, users) ->
              users.stream()
                  .sorted(bestFirst(seed))
                  .limit((long) Math.ceil(usersPerSynthetic * items.get(item).getSyntheticTarget()))
                  .forEach(out::output));
    }
  }

  private static final class ToShortlist extends DoFn<KV<History, List<CandidateUser>>, Shortlist> {
    private final Counter shortlists = Metrics.counter("CandidateUsers", "shortlists");
    private final Counter pairs = Metrics.counter("CandidateUsers", "pairs");

    private final int historyLength;
    private final int itemsPerUser;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;

    ToShortlist(
        int historyLength, int itemsPerUser, PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.historyLength = historyLength;
      this.itemsPerUser = itemsPerUser;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(
        @Element KV<History, List<CandidateUser>> user,
        ProcessContext context,
        OutputReceiver<Shortlist> out) {
      Map<String, ItemStatistics> items = context.sideInput(catalog);
      List<Candidate> candidates =
          user.getValue().stream()
              .sorted(bestFirst(0))
              .limit(itemsPerUser)
              .map(candidate -> items.get(candidate.getItemId()))
              .map(
                  item ->
                      new Candidate(item.getItemId(), item.getTitle(), item.getSyntheticTarget()))
              .toList();
      if (!candidates.isEmpty()) {
        shortlists.inc();
        pairs.inc(candidates.size());
        out.output(
            Shortlists.of(
                user.getKey(), user.getKey().lastItems(historyLength), candidates, items));
      }
    }
  }
}
