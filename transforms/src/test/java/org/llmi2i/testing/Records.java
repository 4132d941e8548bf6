package org.llmi2i.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Origin;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemClass;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Shortlist;
import org.llmi2i.tail.CatalogView;

/** Short ways to write the records of a test. Time is counted in days from the epoch. */
public final class Records {
  private Records() {}

  public static Instant day(int day) {
    return Instant.EPOCH.plus(Duration.ofDays(day));
  }

  public static Interaction interaction(String userId, String itemId, int day) {
    return Interaction.newBuilder()
        .setUserId(userId)
        .setItemId(itemId)
        .setEventTime(day(day))
        .build();
  }

  public static Interaction synthetic(String userId, String itemId, int day) {
    return Interaction.newBuilder(interaction(userId, itemId, day))
        .setOrigin(Origin.SYNTHETIC)
        .setConfidence(0.5)
        .setExchangeId("exchange of " + userId)
        .build();
  }

  public static Event event(String itemId, int day) {
    return new Event(itemId, TimeUnit.DAYS.toMicros(day), 1);
  }

  /** A user who took one item a day, from day 1 on. */
  public static History history(String userId, String... items) {
    List<Event> events = new ArrayList<>();
    for (String item : items) {
      events.add(event(item, events.size() + 1));
    }
    return new History(userId, events);
  }

  public static Item item(String itemId, String title) {
    return Item.newBuilder().setItemId(itemId).setTitle(title).build();
  }

  /** An item of the log and the catalogue. Its users and interactions are 1 each. */
  public static ItemStatistics statistics(String itemId, String title, ItemClass itemClass) {
    return ItemStatistics.newBuilder()
        .setItemId(itemId)
        .setTitle(title)
        .setInCatalog(true)
        .setUsers(1)
        .setInteractions(1)
        .setLastMicros(0)
        .setItemClass(itemClass)
        .build();
  }

  /** A head item that is titled "title of" its id. */
  public static ItemStatistics statistics(String itemId) {
    return statistics(itemId, "title of " + itemId, ItemClass.HEAD);
  }

  public static Candidate candidate(String itemId, int syntheticTarget) {
    return new Candidate(itemId, "title of " + itemId, syntheticTarget);
  }

  /** A shortlist of a user whose last interaction was on day 9, with the item "old". */
  public static Shortlist shortlist(String userId, Candidate... candidates) {
    return new Shortlist(
        userId, day(9), List.of("old"), List.of("title of old"), List.of(candidates));
  }

  /** A calibration by which a probability is near its confidence: exact at 0.5. */
  public static Calibration calibration(double threshold) {
    return new Calibration(4.0, -2.0, threshold, 0.9, 1L, 1L, 0.0, 1.0, List.of());
  }

  public static <T extends SpecificRecord> PCollection<T> create(
      Pipeline pipeline, String name, Class<T> type, List<T> records) {
    return pipeline.apply(name, Create.of(records).withCoder(AvroCoder.specific(type)));
  }

  public static PCollection<History> histories(
      Pipeline pipeline, String name, List<History> histories) {
    return pipeline.apply(name, Create.of(histories).withCoder(HistoryCoder.of()));
  }

  public static PCollectionView<Map<String, ItemStatistics>> catalog(
      Pipeline pipeline, ItemStatistics... items) {
    return create(pipeline, "Items", ItemStatistics.class, List.of(items))
        .apply("Catalogue", CatalogView.create());
  }
}
