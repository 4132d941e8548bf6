package org.llmi2i.discriminate;

import static org.junit.Assert.assertEquals;
import static org.llmi2i.testing.Records.history;
import static org.llmi2i.testing.Records.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.junit.Rule;
import org.junit.Test;
import org.llmi2i.history.History;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.stages.UserItem;
import org.llmi2i.testing.Records;

/** {@link KnownNoisePairs} of logs in which a user has one titled item of their own at most. */
public class KnownNoisePairsTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private static final ItemStatistics[] ITEMS = {
    statistics("own"),
    statistics("noise"),
    statistics("more noise", " ", ItemClass.HEAD),
    statistics("untitled", " ", ItemClass.HEAD)
  };

  @Test
  public void anItemOfTheirOwnAgainstNoiseAndNeitherIsShown() {
    History user = history("u", "own", "untitled", "noise", "own");
    PAssert.that(pairs(List.of(user), List.of(new UserItem("u", "noise"))))
        .containsInAnyOrder(pair(user, List.of()));
    pipeline.run();
  }

  @Test
  public void theRestOfTheHistoryIsShownNoiseOrNot() {
    ItemStatistics[] items = {
      statistics("own"), statistics("noise"), statistics("spam"), statistics("more")
    };
    History user = history("u", "spam", "own", "noise", "more");
    PCollection<Shortlist> pairs =
        Records.histories(pipeline, "Log", List.of(user))
            .apply(
                "Pairs",
                KnownNoisePairs.of(
                        Records.create(
                            pipeline,
                            "Noise",
                            UserItem.class,
                            List.of(new UserItem("u", "noise"), new UserItem("u", "spam"))),
                        Records.catalog(pipeline, items))
                    .withHistoryLength(2));
    PAssert.that(pairs)
        .satisfies(
            shortlists -> {
              Shortlist pair = shortlists.iterator().next();
              List<String> judged =
                  pair.getCandidates().stream().map(item -> item.getItemId()).sorted().toList();
              List<String> rest = new ArrayList<>(List.of("spam", "own", "noise", "more"));
              rest.removeAll(judged);
              assertEquals(rest, pair.getHistoryItems());
              for (var candidate : pair.getCandidates()) {
                assertEquals(
                    List.of("own", "more").contains(candidate.getItemId()),
                    LabeledPair.isPositive(pair, candidate));
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  public void noPairOfAUserWithoutBoth() {
    PAssert.that(
            pairs(
                List.of(
                    history("only own", "own"),
                    history("only noise", "noise"),
                    history("untitled noise", "own", "more noise")),
                List.of(
                    new UserItem("only noise", "noise"),
                    new UserItem("untitled noise", "more noise"),
                    // Noise that the user's train log does not have, and noise of nobody.
                    new UserItem("only own", "noise"),
                    new UserItem("nobody", "noise"))))
        .empty();
    pipeline.run();
  }

  @Test
  public void withoutNoiseNoPairs() {
    PAssert.that(pairs(List.of(history("u", "own", "noise")), List.of())).empty();
    pipeline.run();
  }

  private PCollection<Shortlist> pairs(List<History> histories, List<UserItem> noise) {
    return Records.histories(pipeline, "Log", histories)
        .apply(
            "Pairs",
            KnownNoisePairs.of(
                Records.create(pipeline, "Noise", UserItem.class, noise),
                Records.catalog(pipeline, ITEMS)));
  }

  private static Shortlist pair(History user, List<String> shown) {
    Map<String, ItemStatistics> catalog = new HashMap<>();
    for (ItemStatistics item : ITEMS) {
      catalog.put(item.getItemId(), item);
    }
    return LabeledPair.of(user, shown, "own", "noise", catalog);
  }
}
