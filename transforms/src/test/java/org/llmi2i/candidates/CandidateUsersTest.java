package org.llmi2i.candidates;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.llmi2i.testing.Records.day;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.llm.TextEncoder;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.testing.Records;

/**
 * {@link CandidateUsers} where titles are degrees on a circle: the similarity of two is the cosine
 * of the angle between, 1 of the same, 0.87 at 30, 0.71 at 45, 0.5 at 60.
 */
public class CandidateUsersTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics TARGET = target("target", "0");

  @Test
  public void aTargetsCandidatesAreTheUsersOfNearItems() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("same", "0"), item("near", "30"), item("far", "60")),
                List.of(history("u", "same"), history("v", "far", "near"), history("w", "far")),
                funnel -> funnel))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("same"), List.of("0"), candidates("target 0")),
            new Shortlist(
                "v", day(2), List.of("far", "near"), List.of("60", "30"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void whoHasTheTargetIsNoCandidateForIt() {
    PAssert.that(
            shortlists(
                List.of(TARGET, target("other", "0"), item("same", "0")),
                List.of(history("owner", "same", "target")),
                funnel -> funnel))
        .containsInAnyOrder(
            new Shortlist(
                "owner",
                day(2),
                List.of("same", "target"),
                List.of("0", "0"),
                candidates("other 0")));
    pipeline.run();
  }

  @Test
  public void anItemKeepsTheUsersOfMostEvidenceOneForEachSynthetic() {
    // Of 2 * (0.87 - 0.6) + 1 - 0.6 two items at 30 degrees have more than one at 0.
    PAssert.that(
            shortlists(
                List.of(wanting(2), item("a", "30"), item("b", "-30"), item("same", "0")),
                List.of(
                    history("one", "same"),
                    history("two", "a", "b"),
                    history("few", "a"),
                    history("three", "a", "b", "same")),
                funnel -> funnel.withUsersPerSynthetic(1)))
        .containsInAnyOrder(
            new Shortlist(
                "two",
                day(2),
                List.of("a", "b"),
                List.of("30", "-30"),
                List.of(new Candidate("target", "0", 2))),
            new Shortlist(
                "three",
                day(3),
                List.of("a", "b", "same"),
                List.of("30", "-30", "0"),
                List.of(new Candidate("target", "0", 2))));
    pipeline.run();
  }

  @Test
  public void aUsersShortlistHasTheirBestItemsFirst() {
    PAssert.that(
            shortlists(
                List.of(target("b", "30"), target("c", "45"), target("a", "0"), item("x", "0")),
                List.of(history("u", "x")),
                funnel -> funnel))
        .containsInAnyOrder(
            new Shortlist(
                "u", day(1), List.of("x"), List.of("0"), candidates("a 0", "b 30", "c 45")));
    pipeline.run();
  }

  @Test
  public void aUserKeepsTheirBestItems() {
    PAssert.that(
            shortlists(
                List.of(target("b", "30"), target("c", "45"), target("a", "0"), item("x", "0")),
                List.of(history("u", "x")),
                funnel -> funnel.withItemsPerUser(2)))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("x"), List.of("0"), candidates("a 0", "b 30")));
    pipeline.run();
  }

  @Test
  public void aShortlistOfAnyLengthMayBeAskedFor() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("x", "0")),
                List.of(history("u", "x")),
                funnel -> funnel.withItemsPerUser(Integer.MAX_VALUE)))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("x"), List.of("0"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void whoHasWhatGoesWithATargetIsACandidateToo() {
    NeighborRow table = row("target", "lamp", 3, "same", 1);
    PAssert.that(
            shortlists(
                List.of(wanting(1), item("same", "0"), item("lamp", "90")),
                List.of(history("u", "same"), history("v", "lamp")),
                // Of titles "same" has all, of co-occurrence a quarter: 1 + 1/4 w against 3/4 w.
                funnel ->
                    funnel.withUsersPerSynthetic(1).withCoOccurring(rows("Table", table), 1.9)))
        .containsInAnyOrder(
            new Shortlist(
                "u",
                day(1),
                List.of("same"),
                List.of("0"),
                List.of(new Candidate("target", "0", 1))));
    pipeline.run();
  }

  @Test
  public void theMoreCoOccurrenceCountsTheLessDoTitles() {
    NeighborRow table = row("target", "lamp", 3, "same", 1);
    PAssert.that(
            shortlists(
                List.of(wanting(1), item("same", "0"), item("lamp", "90")),
                List.of(history("u", "same"), history("v", "lamp")),
                funnel ->
                    funnel.withUsersPerSynthetic(1).withCoOccurring(rows("Table", table), 2.1)))
        .containsInAnyOrder(
            new Shortlist(
                "v",
                day(1),
                List.of("lamp"),
                List.of("90"),
                List.of(new Candidate("target", "0", 1))));
    pipeline.run();
  }

  @Test
  public void coOccurrenceOfNoWeightIsNotLookedAt() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("same", "0"), item("lamp", "90")),
                List.of(history("u", "same"), history("v", "lamp")),
                funnel -> funnel.withCoOccurring(rows("Table", row("target", "lamp", 3)), 0)))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("same"), List.of("0"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void coOccurrenceCountsNotLessThanNothing() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                shortlists(
                    List.of(), List.of(), funnel -> funnel.withCoOccurring(rows("Table"), -1)));
    assertEquals("coOccurrenceWeight: must be at least 0, got -1.0", e.getMessage());
    pipeline.run();
  }

  @Test
  public void onlySoManyNearItemsLeadToUsers() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("near", "30"), item("same", "0")),
                List.of(history("u", "same"), history("v", "near")),
                1,
                funnel -> funnel))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("same"), List.of("0"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void whatIsNearCanBeSet() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("far", "60")),
                List.of(history("u", "far")),
                funnel -> funnel.withMinSimilarity(0.49)))
        .containsInAnyOrder(
            new Shortlist("u", day(1), List.of("far"), List.of("60"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void theModelReadsTheLastTitledItems() {
    PAssert.that(
            shortlists(
                List.of(TARGET, item("a", "0"), item("b", "30"), item("c", "45"), item("d", "")),
                List.of(history("u", "a", "b", "d", "c")),
                funnel -> funnel.withHistoryLength(3)))
        .containsInAnyOrder(
            new Shortlist(
                "u", day(4), List.of("b", "c"), List.of("30", "45"), candidates("target 0")));
    pipeline.run();
  }

  @Test
  public void aColdItemIsATargetAndLeadsNowhere() {
    ItemStatistics cold =
        ItemStatistics.newBuilder(target("cold", "0"))
            .setUsers(0)
            .setItemClass(ItemClass.COLD)
            .build();
    PAssert.that(
            shortlists(
                List.of(cold, TARGET, item("same", "0")),
                List.of(history("u", "same")),
                1,
                funnel -> funnel))
        .containsInAnyOrder(
            new Shortlist(
                "u",
                day(1),
                List.of("same"),
                List.of("0"),
                // Equal evidence: by the hash of user and item.
                candidates("target 0", "cold 0")));
    pipeline.run();
  }

  @Test
  public void theSeedSharesOutTheUsersOfEqualEvidence() {
    List<ItemStatistics> items = List.of(wanting(1), item("same", "0"));
    List<History> log = List.of(history("u", "same"), history("v", "same"), history("w", "same"));
    PCollection<ItemStatistics> statistics =
        Records.create(pipeline, "Items", ItemStatistics.class, items);
    PCollectionView<Map<String, ItemStatistics>> catalog =
        statistics.apply("Catalogue", CatalogView.create());
    PCollection<History> histories = Records.histories(pipeline, "Log", log);
    PCollectionList<Shortlist> all = PCollectionList.empty(pipeline);
    for (int seed = 0; seed < 4; seed++) {
      all =
          all.and(
              histories.apply(
                  "Funnel " + seed,
                  CandidateUsers.of(
                          statistics.apply("Nearest " + seed, NearestItems.by(Degrees::new)),
                          catalog)
                      .withUsersPerSynthetic(1)
                      .withSeed(seed)));
    }
    PAssert.that(all.apply("All", Flatten.pCollections()))
        .satisfies(
            shortlists -> {
              List<String> users = new ArrayList<>();
              shortlists.forEach(shortlist -> users.add(shortlist.getUserId()));
              assertEquals("one a seed", 4, users.size());
              assertTrue("not always the same, got " + users, new HashSet<>(users).size() > 1);
              return null;
            });
    pipeline.run();
  }

  @Test
  public void noTargetsNoShortlists() {
    PAssert.that(shortlists(List.of(item("a", "0")), List.of(history("u", "a")), funnel -> funnel))
        .empty();
    pipeline.run();
  }

  @Test
  public void noHistoriesNoShortlists() {
    PAssert.that(shortlists(List.of(TARGET, item("a", "0")), List.of(), funnel -> funnel)).empty();
    pipeline.run();
  }

  @Test
  public void fewerThanOneUserForASyntheticInteractionAreTooFew() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> shortlists(List.of(), List.of(), funnel -> funnel.withUsersPerSynthetic(0.5)));
    assertEquals("usersPerSynthetic: must be at least 1, got 0.5", e.getMessage());
    pipeline.run();
  }

  private PCollection<NeighborRow> rows(String name, NeighborRow... rows) {
    return pipeline.apply(name, Create.of(List.of(rows)).withCoder(NeighborRowCoder.of()));
  }

  /** A row of neighbors, each with its score behind it. */
  private static NeighborRow row(String item, Object... neighbors) {
    List<NeighborRow.Entry> entries = new ArrayList<>();
    for (int at = 0; at < neighbors.length; at += 2) {
      entries.add(
          new NeighborRow.Entry(
              (String) neighbors[at], ((Integer) neighbors[at + 1]).doubleValue(), 1));
    }
    return new NeighborRow(item, entries);
  }

  private interface Setting {
    CandidateUsers of(CandidateUsers funnel);
  }

  private PCollection<Shortlist> shortlists(
      List<ItemStatistics> items, List<History> log, Setting setting) {
    return shortlists(items, log, 50, setting);
  }

  private PCollection<Shortlist> shortlists(
      List<ItemStatistics> items, List<History> log, int nearest, Setting setting) {
    PCollection<ItemStatistics> statistics =
        Records.create(pipeline, "Items", ItemStatistics.class, items);
    return Records.histories(pipeline, "Log", log)
        .apply(
            "Funnel",
            setting.of(
                CandidateUsers.of(
                    statistics.apply("Nearest", NearestItems.by(Degrees::new).withCount(nearest)),
                    statistics.apply("Catalogue", CatalogView.create()))));
  }

  private static ItemStatistics item(String itemId, String degrees) {
    return statistics(itemId, degrees, ItemClass.HEAD);
  }

  private static ItemStatistics target(String itemId, String degrees) {
    return ItemStatistics.newBuilder(statistics(itemId, degrees, ItemClass.TAIL))
        .setSyntheticTarget(5)
        .build();
  }

  private static ItemStatistics wanting(int synthetic) {
    return ItemStatistics.newBuilder(TARGET).setSyntheticTarget(synthetic).build();
  }

  /** Targets as "item title", each given three of the five that are asked for. */
  private static List<Candidate> candidates(String... targets) {
    List<Candidate> candidates = new ArrayList<>();
    for (String target : targets) {
      int space = target.indexOf(' ');
      candidates.add(new Candidate(target.substring(0, space), target.substring(space + 1), 3));
    }
    return candidates;
  }

  /** Encodes a title that is a number of degrees. */
  private static final class Degrees implements TextEncoder {
    @Override
    public List<float[]> encode(List<String> texts) {
      return texts.stream().map(Degrees::vector).toList();
    }

    private static float[] vector(String degrees) {
      double angle = Math.toRadians(Integer.parseInt(degrees));
      return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }

    @Override
    public void close() {}
  }
}
