package org.llmi2i.pipelines.marketplace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes a generated marketplace as three CSV files with headers.
 *
 * <ul>
 *   <li>{@code interactions.csv}: user_id, item_id, event_time in seconds since 1970, event_type,
 *       quantity, price; user by user, each in the order of time.
 *   <li>{@code items.csv}: item_id, title, category, price.
 *   <li>{@code noise.csv}: user_id, item_id; the distinct pairs that came about regardless of taste
 *       only. They are the truth against which a denoiser can be judged.
 * </ul>
 *
 * <p>Users are written as they are made: memory holds the catalogue and one number a user, never
 * the log.
 */
public final class MarketplaceGenerator {
  /** The name of the file of interactions. */
  public static final String INTERACTIONS_FILE = "interactions.csv";

  /** The name of the file of items. */
  public static final String ITEMS_FILE = "items.csv";

  /** The name of the file of noise pairs. */
  public static final String NOISE_FILE = "noise.csv";

  private static final long START_SECONDS = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
  private static final long SECONDS_PER_DAY = 86_400;

  private final Marketplace marketplace;
  private final Vocabulary vocabulary = Vocabulary.load();
  private final Assortment assortment;
  private final SplittableRandom titleRandom;
  private final SplittableRandom userRandom;
  private final HistoryLengths lengths;
  private final String[] itemIds;
  private final String[] itemPrices;
  private final StringBuilder row = new StringBuilder();
  private long noiseInteractions;
  private long noisePairs;

  private MarketplaceGenerator(Marketplace marketplace) {
    this.marketplace = marketplace;
    SplittableRandom random = new SplittableRandom(marketplace.seed());
    assortment = new Assortment(vocabulary, marketplace.items(), random.split());
    titleRandom = random.split();
    lengths = new HistoryLengths(marketplace, random.split());
    userRandom = random.split();
    itemIds = new String[marketplace.items()];
    itemPrices = new String[marketplace.items()];
    for (int item = 0; item < itemIds.length; item++) {
      itemIds[item] = id("item", item, itemIds.length);
      itemPrices[item] = price(assortment.cents(item));
    }
  }

  /**
   * What was written.
   *
   * @param interactions the rows of {@code interactions.csv}
   * @param noiseInteractions how many of them were taken regardless of taste
   * @param noisePairs the rows of {@code noise.csv}
   */
  public record Counts(
      long users, long items, long interactions, long noiseInteractions, long noisePairs) {}

  /**
   * Writes the marketplace into a folder, which is made if need be; files of an earlier run are
   * replaced.
   */
  public static Counts write(Marketplace marketplace, Path folder) throws IOException {
    Files.createDirectories(folder);
    return new MarketplaceGenerator(marketplace).write(folder);
  }

  private Counts write(Path folder) throws IOException {
    try (WholeFile items = WholeFile.of(folder.resolve(ITEMS_FILE));
        WholeFile interactions = WholeFile.of(folder.resolve(INTERACTIONS_FILE));
        WholeFile noise = WholeFile.of(folder.resolve(NOISE_FILE))) {
      writeItems(items);
      interactions.write("user_id,item_id,event_time,event_type,quantity,price\n");
      noise.write("user_id,item_id\n");
      for (int user = 0; user < marketplace.users(); user++) {
        String userId = id("user", user, marketplace.users());
        List<Shopper.Purchase> purchases =
            new Shopper(assortment, marketplace.noiseShare(), userRandom.split())
                .shop(lengths.of(user));
        writePurchases(interactions, userId, purchases);
        writeNoise(noise, userId, purchases);
      }
      items.complete();
      noise.complete();
      interactions.complete();
    }
    return new Counts(
        marketplace.users(),
        marketplace.items(),
        marketplace.interactions(),
        noiseInteractions,
        noisePairs);
  }

  private void writeItems(WholeFile file) throws IOException {
    TitleWriter titles = new TitleWriter(vocabulary, titleRandom);
    file.write("item_id,title,category,price\n");
    for (int item = 0; item < assortment.size(); item++) {
      Vocabulary.Category category = assortment.category(item);
      row.setLength(0);
      row.append(itemIds[item]).append(',');
      row.append(titles.write(assortment.theme(item), category, assortment.product(item)));
      row.append(',').append(category.name()).append(',').append(itemPrices[item]).append('\n');
      file.write(row);
    }
  }

  private void writePurchases(WholeFile file, String userId, List<Shopper.Purchase> purchases)
      throws IOException {
    double seconds = (double) marketplace.days() * SECONDS_PER_DAY;
    for (Shopper.Purchase purchase : purchases) {
      row.setLength(0);
      row.append(userId).append(',').append(itemIds[purchase.item()]).append(',');
      row.append(START_SECONDS + (long) (purchase.time() * seconds)).append(",purchase,");
      row.append(purchase.quantity()).append(',');
      row.append(itemPrices[purchase.item()]).append('\n');
      file.write(row);
    }
  }

  private void writeNoise(WholeFile file, String userId, List<Shopper.Purchase> purchases)
      throws IOException {
    Set<Integer> written = new HashSet<>();
    for (Shopper.Purchase purchase : purchases) {
      if (!purchase.noise()) {
        written.add(purchase.item());
      }
    }
    for (Shopper.Purchase purchase : purchases) {
      if (purchase.noise()) {
        noiseInteractions++;
        if (written.add(purchase.item())) {
          noisePairs++;
          file.write(userId).write(",").write(itemIds[purchase.item()]).write("\n");
        }
      }
    }
  }

  private static String id(String prefix, int number, int count) {
    int digits = Integer.toString(count - 1).length();
    return prefix + "0".repeat(digits - Integer.toString(number).length()) + number;
  }

  private static String price(long cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }
}
