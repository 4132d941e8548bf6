package org.llmi2i.candidates;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
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
 * <p>A target item's candidates are the users who have items that are related to it: by their
 * titles, and by who had both. They are ranked by evidence, the sum over the user's items of
 *
 * <pre>
 * e(t, i) = a_ti / (sum over j of a_tj) + w c_ti / (sum over j of c_tj)
 * a_ti    = what the similarity of the titles exceeds {@link #withMinSimilarity} by
 * c_ti    = the score of i in the row of t in a co-occurrence table, w {@link #withCoOccurring}
 * </pre>
 *
 * <p>A tail item's own row is short and noisy, and titles know nothing of what is used together:
 * each finds users that the other misses, and shares of a row make the two comparable. Many related
 * items say more than the one that is most related. An item keeps its best users, then a user their
 * best items; that is the user's {@link Shortlist}. Users who have an item already are no
 * candidates for it, and users without a candidate get no shortlist.
 *
 * <p>Of the interactions that are asked for, an item is given {@code n * n / (n + 20)} if it has n
 * users, or 3 if that is fewer: the model has the more of a choice the fewer they are.
 *
 * <p>Memory of a worker: the related items of all targets (about 60 bytes each), all items'
 * statistics.
 */
@AutoValue
public abstract class CandidateUsers
    extends PTransform<PCollection<History>, PCollection<Shortlist>> {
  /**
   * How many targets a user is proposed for, for each that their shortlist holds: users of many
   * items are related to nearly all, and could keep few.
   */
  private static final long PROPOSALS = 3;

  abstract PCollection<NeighborRow> nearest();

  abstract @Nullable PCollection<NeighborRow> coOccurring();

  abstract double coOccurrenceWeight();

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

    abstract Builder setCoOccurring(@Nullable PCollection<NeighborRow> coOccurring);

    abstract Builder setCoOccurrenceWeight(double coOccurrenceWeight);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setMinSimilarity(double minSimilarity);

    abstract Builder setHistoryLength(int historyLength);

    abstract Builder setUsersPerSynthetic(double usersPerSynthetic);

    abstract Builder setItemsPerUser(int itemsPerUser);

    abstract Builder setSeed(long seed);

    abstract CandidateUsers build();
  }

  /**
   * Finds candidates by titles alone, for the items that should get synthetic interactions.
   *
   * @param nearest the items whose titles are nearest to each: see {@link NearestItems}; rows of
   *     items that should get none do not matter
   * @param catalog every item by id, classified: see {@code TailSelector}
   */
  public static CandidateUsers of(
      PCollection<NeighborRow> nearest, PCollectionView<Map<String, ItemStatistics>> catalog) {
    return new AutoValue_CandidateUsers.Builder()
        .setNearest(nearest)
        .setCoOccurrenceWeight(0)
        .setCatalog(catalog)
        .setMinSimilarity(0.6)
        .setHistoryLength(10)
        .setUsersPerSynthetic(1.5)
        .setItemsPerUser(60)
        .setSeed(0)
        .build();
  }

  /**
   * Finds candidates by who had both, too.
   *
   * @param table of the same log, with scores above 0 for what is related: see {@code
   *     CoOccurrence}; rows of items that should get no synthetic interactions do not matter
   * @param weight what it counts beside the titles, at least 0; 0: titles alone. 2 had the most
   *     recall of all items on Online Retail II, 4 a little more of the tail.
   */
  public CandidateUsers withCoOccurring(PCollection<NeighborRow> table, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("coOccurrenceWeight: must be at least 0, got " + weight);
    }
    return toBuilder().setCoOccurring(table).setCoOccurrenceWeight(weight).build();
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
    PCollectionList<NeighborRow> turned =
        PCollectionList.of(turn("Turn", nearest(), minSimilarity(), 1));
    if (coOccurring() != null && coOccurrenceWeight() > 0) {
      turned = turned.and(turn("Turn co-occurring", coOccurring(), 0, coOccurrenceWeight()));
    }
    PCollectionView<Map<String, NeighborRow>> targetsByItem =
        turned
            .apply("ByItem", Shards.by(NeighborRow::itemId).together())
            .apply("Gather", ParDo.of(new GatherTargets()))
            .apply("Targets by item", Lookup.create());
    PCollection<CandidateUser> candidates =
        histories
            .apply(
                "Propose",
                ParDo.of(new Propose(itemsPerUser() * PROPOSALS, targetsByItem))
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

  private PCollection<NeighborRow> turn(
      String name, PCollection<NeighborRow> rows, double floor, double weight) {
    return rows.apply(name, ParDo.of(new Turn(floor, weight, catalog())).withSideInputs(catalog()));
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

  /** Turns a target's related items into rows of one target each: who has this may like that. */
  private static final class Turn extends DoFn<NeighborRow, NeighborRow> {
    private final double floor;
    private final double weight;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;

    /**
     * @param floor the score that says nothing
     * @param weight of the row, which its items share
     */
    Turn(double floor, double weight, PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.floor = floor;
      this.weight = weight;
      this.catalog = catalog;
    }

    @ProcessElement
    public void process(
        @Element NeighborRow row, ProcessContext context, OutputReceiver<NeighborRow> out) {
      ItemStatistics target = context.sideInput(catalog).get(row.itemId());
      if (target == null || target.getSyntheticTarget() == 0) {
        return;
      }
      Evidence.shares(row, floor, weight).forEach(out::output);
    }
  }

  private static final class GatherTargets
      extends DoFn<KV<Integer, Iterable<List<NeighborRow>>>, KV<String, NeighborRow>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<NeighborRow>>> shard,
        OutputReceiver<KV<String, NeighborRow>> out) {
      Evidence.gather(shard.getValue()).forEach(row -> out.output(KV.of(row.itemId(), row)));
    }
  }

  private static final class Propose extends DoFn<History, CandidateUser> {
    private final long limit;
    private final PCollectionView<Map<String, NeighborRow>> targetsByItem;

    /**
     * @param limit how many targets a user is proposed for, those of most evidence
     */
    Propose(long limit, PCollectionView<Map<String, NeighborRow>> targetsByItem) {
      this.limit = limit;
      this.targetsByItem = targetsByItem;
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<CandidateUser> out) {
      Evidence.of(history.items(), context.sideInput(targetsByItem)).entrySet().stream()
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
                  item -> new Candidate(item.getItemId(), item.getTitle(), Credibility.quota(item)))
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
