package org.llmi2i.pipelines.marketplace;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class MarketplaceGeneratorTest {
  private static final int USERS = 500;
  private static final int ITEMS = 600;
  private static final int INTERACTIONS = 8_000;
  private static final Marketplace MARKETPLACE = Marketplace.of(USERS, ITEMS, INTERACTIONS);
  private static final List<String> FILES =
      List.of(
          MarketplaceGenerator.INTERACTIONS_FILE,
          MarketplaceGenerator.ITEMS_FILE,
          MarketplaceGenerator.NOISE_FILE);
  private static final String GOLDEN_ITEMS =
      """
      item_id,title,category,price
      item0,Grey Anchor Wine Glass,Drinkware,11.34
      item1,Sailor Glass Milk Jug,Drinkware,15.31
      """;
  private static final String GOLDEN_INTERACTIONS =
      """
      user_id,item_id,event_time,event_type,quantity,price
      user0,item0,1722783283,purchase,1,11.34
      user0,item0,1722783283,purchase,2,11.34
      user0,item0,1723357192,purchase,1,11.34
      """;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void equalSettingsGiveEqualBytes() throws IOException {
    Path first = write(MARKETPLACE);
    Path second = write(Marketplace.of(USERS, ITEMS, INTERACTIONS).withSeed(1));

    for (String file : FILES) {
      assertArrayEquals(
          file, Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)));
    }
  }

  @Test
  public void anotherSeedGivesOtherBytes() throws IOException {
    Path first = write(MARKETPLACE);
    Path second = write(MARKETPLACE.withSeed(2));

    for (String file : FILES) {
      assertFalse(
          file,
          Arrays.equals(
              Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file))));
    }
  }

  @Test
  public void goldenRowsStayTheSameOnEveryMachine() throws IOException {
    Path folder = write(Marketplace.of(1, 2, 3));

    assertEquals(GOLDEN_ITEMS, Files.readString(folder.resolve("items.csv")));
    assertEquals(GOLDEN_INTERACTIONS, Files.readString(folder.resolve("interactions.csv")));
  }

  @Test
  public void writesExactlyAsManyRowsAsAsked() throws IOException {
    Path folder = temporary.newFolder().toPath();
    MarketplaceGenerator.Counts counts = MarketplaceGenerator.write(MARKETPLACE, folder);
    List<String[]> interactions = rows(folder, "interactions.csv");

    assertEquals(INTERACTIONS, interactions.size());
    assertEquals(ITEMS, rows(folder, "items.csv").size());
    assertEquals(USERS, counts.users());
    assertEquals(ITEMS, counts.items());
    assertEquals(INTERACTIONS, counts.interactions());
    assertEquals(counts.noisePairs(), rows(folder, "noise.csv").size());
    assertEquals(USERS, count(interactions, 0).size());
    assertTrue(Collections.min(count(interactions, 0).values()) >= 2);
  }

  @Test
  public void leavesNoPartialFiles() throws IOException {
    try (Stream<Path> files = Files.list(write(MARKETPLACE))) {
      assertEquals(new HashSet<>(FILES), names(files));
    }
  }

  @Test
  public void anEarlierRunIsReplaced() throws IOException {
    Path folder = temporary.newFolder().toPath();
    MarketplaceGenerator.write(MARKETPLACE, folder);
    MarketplaceGenerator.write(Marketplace.of(3, 5, 7), folder);

    assertEquals(7, rows(folder, "interactions.csv").size());
    assertEquals(5, rows(folder, "items.csv").size());
  }

  @Test
  public void itemsHaveDistinctIdsAndTitlesAndAllInteractionsKnowTheirItem() throws IOException {
    Path folder = write(MARKETPLACE);
    List<String[]> items = rows(folder, "items.csv");
    Set<String> ids = count(items, 0).keySet();

    assertEquals(ITEMS, ids.size());
    assertEquals(ITEMS, count(items, 1).size());
    assertTrue(ids.containsAll(count(rows(folder, "interactions.csv"), 1).keySet()));
  }

  @Test
  public void titlesStayDistinctWhenWordsRunOut() throws IOException {
    List<String[]> items = rows(write(Marketplace.of(1, 400_000, 2)), "items.csv");

    assertEquals(400_000, count(items, 1).size());
  }

  @Test
  public void everyRowHasItsColumnsAndItsTimeInThePeriod() throws IOException {
    Path folder = write(MARKETPLACE.withDays(10));
    Map<String, String> prices = new HashMap<>();
    rows(folder, "items.csv").forEach(item -> prices.put(item[0], item[3]));

    for (String[] row : rows(folder, "interactions.csv")) {
      long seconds = Long.parseLong(row[2]) - 1_704_067_200L;
      assertEquals(6, row.length);
      assertTrue("time " + row[2], seconds >= 0 && seconds < 10 * 86_400);
      assertEquals("purchase", row[3]);
      assertTrue("quantity " + row[4], Integer.parseInt(row[4]) >= 1);
      assertEquals(prices.get(row[1]), row[5]);
    }
  }

  @Test
  public void purchasesOfABasketShareTheirTime() throws IOException {
    List<String[]> interactions = rows(write(MARKETPLACE), "interactions.csv");
    Set<String> baskets = new HashSet<>();
    interactions.forEach(row -> baskets.add(row[0] + "@" + row[2]));

    assertEquals(2.3, (double) INTERACTIONS / baskets.size(), 0.3);
  }

  @Test
  public void noiseHasItsShare() throws IOException {
    for (double share : new double[] {0, 0.1, 0.4, 1}) {
      MarketplaceGenerator.Counts counts =
          MarketplaceGenerator.write(
              MARKETPLACE.withNoiseShare(share), temporary.newFolder().toPath());

      // Four standard deviations.
      double tolerance = 4 * Math.sqrt(share * (1 - share) * INTERACTIONS);
      assertEquals(share * INTERACTIONS, (double) counts.noiseInteractions(), tolerance);
      assertTrue(counts.noisePairs() <= counts.noiseInteractions());
    }
  }

  @Test
  public void noisePairsAreDistinctPairsOfTheLog() throws IOException {
    Path folder = write(MARKETPLACE);
    Set<String> pairs = pairs(rows(folder, "interactions.csv"));
    List<String[]> noise = rows(folder, "noise.csv");

    assertEquals(noise.size(), pairs(noise).size());
    assertTrue(pairs.containsAll(pairs(noise)));
  }

  @Test
  public void noiseIsSpreadEvenlyAndTasteIsNot() throws IOException {
    List<String[]> noise =
        rows(write(MARKETPLACE.withNoiseShare(1)), MarketplaceGenerator.INTERACTIONS_FILE);
    List<String[]> taste =
        rows(write(MARKETPLACE.withNoiseShare(0)), MarketplaceGenerator.INTERACTIONS_FILE);

    assertTrue("noise " + headShare(noise), headShare(noise) < 0.2);
    assertTrue("taste " + headShare(taste), headShare(taste) > 0.3);
  }

  @Test
  public void fewUsersHaveManyInteractions() throws IOException {
    Map<String, Integer> users = count(rows(write(MARKETPLACE), "interactions.csv"), 0);
    List<Integer> lengths = new ArrayList<>(users.values());
    Collections.sort(lengths);

    int median = lengths.get(USERS / 2);
    assertTrue("median " + median, median < INTERACTIONS / USERS);
    assertTrue("most " + lengths.get(USERS - 1), lengths.get(USERS - 1) > 5 * median);
  }

  @Test
  public void rareItemsAreBoughtUntilTheEnd() throws IOException {
    List<String[]> interactions = rows(write(MARKETPLACE), "interactions.csv");
    Map<String, Integer> counts = count(interactions, 1);
    long late = 1_704_067_200L + (long) (0.9 * 365 * 86_400);
    long lateRare =
        interactions.stream()
            .filter(row -> Long.parseLong(row[2]) >= late && counts.get(row[1]) <= 10)
            .count();

    assertTrue("late purchases of rare items " + lateRare, lateRare > INTERACTIONS * 0.1 * 0.1);
  }

  @Test
  public void whatIsTakenByTasteHasWordsOfTheOtherItemsOfTheUser() throws IOException {
    Path folder = write(MARKETPLACE);
    Set<String> noise = pairs(rows(folder, "noise.csv"));
    Map<String, Set<String>> words = new HashMap<>();
    rows(folder, "items.csv").forEach(item -> words.put(item[0], Set.of(item[1].split(" "))));
    Map<String, Set<String>> itemsByUser = new HashMap<>();
    for (String[] row : rows(folder, "interactions.csv")) {
      itemsByUser.computeIfAbsent(row[0], user -> new HashSet<>()).add(row[1]);
    }

    double[] akin = new double[2];
    double[] all = new double[2];
    itemsByUser.forEach(
        (user, items) -> {
          for (String item : items) {
            int kind = noise.contains(user + "," + item) ? 1 : 0;
            akin[kind] += akinShare(item, items, words);
            all[kind]++;
          }
        });

    double byTaste = akin[0] / all[0];
    double byNoise = akin[1] / all[1];
    assertTrue(byTaste + " by taste, " + byNoise + " by noise", byTaste > 2 * byNoise);
  }

  @Test
  public void theSmallestMarketplaceIsWritten() throws IOException {
    Path folder = write(Marketplace.of(1, 1, 2));

    assertEquals(2, rows(folder, "interactions.csv").size());
    assertEquals(1, rows(folder, "items.csv").size());
  }

  @Test
  public void badSettingsAreNamed() {
    assertMessage("users: must be from 1 to 100000000, got 0", () -> Marketplace.of(0, 1, 2));
    assertMessage("items: must be from 1 to 10000000, got 0", () -> Marketplace.of(1, 0, 2));
    assertMessage("interactions: must be at least 20, got 19", () -> Marketplace.of(10, 1, 19));
    assertMessage(
        "noiseShare: must be from 0 to 1, got 1.1", () -> MARKETPLACE.withNoiseShare(1.1));
    assertMessage(
        "noiseShare: must be from 0 to 1, got NaN", () -> MARKETPLACE.withNoiseShare(Double.NaN));
    assertMessage("days: must be from 1 to 3650, got 0", () -> MARKETPLACE.withDays(0));
  }

  @Test
  public void defaults() {
    assertEquals(1, MARKETPLACE.seed());
    assertEquals(0.1, MARKETPLACE.noiseShare(), 0);
    assertEquals(365, MARKETPLACE.days());
  }

  private static void assertMessage(String message, Runnable setting) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, setting::run).getMessage());
  }

  private Path write(Marketplace marketplace) throws IOException {
    Path folder = temporary.newFolder().toPath();
    MarketplaceGenerator.write(marketplace, folder);
    return folder;
  }

  private static List<String[]> rows(Path folder, String file) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(file))) {
      return lines.skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private static Set<String> names(Stream<Path> files) {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.getFileName().toString()));
    return names;
  }

  private static Map<String, Integer> count(Collection<String[]> rows, int column) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row[column], 1, Integer::sum));
    return counts;
  }

  private static Set<String> pairs(Collection<String[]> rows) {
    Set<String> pairs = new HashSet<>();
    rows.forEach(row -> pairs.add(row[0] + "," + row[1]));
    return pairs;
  }

  /** The share of the most popular tenth of the items in all interactions. */
  private static double headShare(List<String[]> interactions) {
    return (double)
            count(interactions, 1).values().stream()
                .sorted(Collections.reverseOrder())
                .limit(ITEMS / 10)
                .mapToInt(Integer::intValue)
                .sum()
        / interactions.size();
  }

  /** The share of the other items whose titles have a word in common with the item's. */
  private static double akinShare(
      String item, Set<String> items, Map<String, Set<String>> wordsByItem) {
    long akin =
        items.stream()
            .filter(other -> !other.equals(item))
            .filter(other -> !Collections.disjoint(wordsByItem.get(item), wordsByItem.get(other)))
            .count();
    return items.size() == 1 ? 0 : (double) akin / (items.size() - 1);
  }
}
