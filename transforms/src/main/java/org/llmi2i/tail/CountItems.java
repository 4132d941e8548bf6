package org.llmi2i.tail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Instant;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Item;
import org.llmi2i.shards.Shards;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;

/**
 * Counts, for every item of the log or the catalogue, its users and interactions.
 *
 * <p>An item that only the log knows has an empty title; one that only the catalogue knows has no
 * interactions. The class of every item is still open: see {@link TailSelector}.
 */
public final class CountItems
    extends PTransform<PCollection<History>, PCollection<ItemStatistics>> {
  private final PCollection<Item> catalog;

  private CountItems(PCollection<Item> catalog) {
    this.catalog = catalog;
  }

  /** Counts the items of a catalogue, whose ids are distinct, and any that the log adds. */
  public static CountItems of(PCollection<Item> catalog) {
    return new CountItems(catalog);
  }

  @Override
  public PCollection<ItemStatistics> expand(PCollection<History> histories) {
    return PCollectionList.of(histories.apply("Log", ParDo.of(new CountBundle())))
        .and(catalog.apply("Catalogue", ParDo.of(new OfCatalog())))
        .apply("ByItem", Shards.by(ItemStatistics::getItemId).together())
        .apply("Sum", ParDo.of(new Sum()));
  }

  private static ItemStatistics nothingOf(String itemId) {
    return new ItemStatistics(itemId, "", false, null, 0L, 0L, Long.MIN_VALUE, ItemClass.COLD, 0);
  }

  private static void add(ItemStatistics sum, ItemStatistics part) {
    sum.setUsers(sum.getUsers() + part.getUsers());
    sum.setInteractions(sum.getInteractions() + part.getInteractions());
    sum.setLastMicros(Math.max(sum.getLastMicros(), part.getLastMicros()));
    if (part.getInCatalog()) {
      sum.setInCatalog(true);
      sum.setTitle(part.getTitle());
      sum.setPrice(part.getPrice());
    }
  }

  /** Counts within a bundle first, so that an item travels once a bundle, not once a user. */
  private static final class CountBundle extends DoFn<History, ItemStatistics> {
    private transient Map<String, Count> counts;
    private transient long user;

    @StartBundle
    public void startBundle() {
      counts = new HashMap<>();
      user = 0;
    }

    @ProcessElement
    public void process(@Element History history) {
      user++;
      for (Event event : history.events()) {
        counts.computeIfAbsent(event.itemId(), item -> new Count()).add(user, event.micros());
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      counts.forEach(
          (itemId, count) ->
              context.output(count.of(itemId), Instant.EPOCH, GlobalWindow.INSTANCE));
      counts = null;
    }
  }

  /** What is known of one item. */
  private static final class Count {
    private long users;
    private long interactions;
    private long lastMicros = Long.MIN_VALUE;

    /** Of the users, who come one after the other: one who repeats an item counts once. */
    private long lastUser;

    void add(long user, long micros) {
      users += user == lastUser ? 0 : 1;
      lastUser = user;
      interactions++;
      lastMicros = Math.max(lastMicros, micros);
    }

    ItemStatistics of(String itemId) {
      ItemStatistics item = nothingOf(itemId);
      item.setUsers(users);
      item.setInteractions(interactions);
      item.setLastMicros(lastMicros);
      return item;
    }
  }

  private static final class OfCatalog extends DoFn<Item, ItemStatistics> {
    @ProcessElement
    public void process(@Element Item item, OutputReceiver<ItemStatistics> out) {
      ItemStatistics statistics = nothingOf(item.getItemId());
      statistics.setInCatalog(true);
      statistics.setTitle(item.getTitle());
      statistics.setPrice(item.getPrice());
      out.output(statistics);
    }
  }

  private static final class Sum
      extends DoFn<KV<Integer, Iterable<List<ItemStatistics>>>, ItemStatistics> {
    private final Counter notInCatalogue = Metrics.counter("CountItems", "notInCatalogue");

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<ItemStatistics>>> shard,
        OutputReceiver<ItemStatistics> out) {
      Map<String, ItemStatistics> sums = new HashMap<>();
      for (List<ItemStatistics> pack : shard.getValue()) {
        for (ItemStatistics part : pack) {
          add(sums.computeIfAbsent(part.getItemId(), CountItems::nothingOf), part);
        }
      }
      for (ItemStatistics item : sums.values()) {
        notInCatalogue.inc(item.getInCatalog() ? 0 : 1);
        out.output(item);
      }
    }
  }
}
