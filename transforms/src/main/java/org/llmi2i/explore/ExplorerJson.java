package org.llmi2i.explore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;
import org.llmi2i.stages.ItemStatistics;

/**
 * Entries as one JSON text, in which items, users and exchanges are numbers.
 *
 * <pre>
 * {"items": [[id, title, users, class], ...], first those that have an entry, then their neighbors,
 *  "entries": [{"before": [item, support, ...], "after": [item, support, ...],
 *               "written": [user, per mille, exchange, ...], "writtenCount": n,
 *               "dropped": [user, per mille, exchange, ...], "droppedCount": n}, ...],
 *  "users": [[item, ...], ...], oldest first,
 *  "exchanges": [the first digits of an exchange's id, ...]}
 * </pre>
 *
 * <p>A probability or an exchange that is unknown is -1. No user id is in it: a user's number is of
 * this text alone, and follows no order of the ids.
 */
final class ExplorerJson {
  /** Enough to find an exchange in a ledger of billions. */
  private static final int EXCHANGE_DIGITS = 16;

  private static final int TITLE_LENGTH = 160;
  private static final String[] FIELDS = {"before", "after", "written", "dropped"};

  private final Map<String, ItemStatistics> catalog;
  private final Map<String, List<String>> histories;
  private final long seed;

  /**
   * A writer.
   *
   * @param catalog every item by id
   * @param histories what is shown of the users' histories, by user
   * @param seed numbers the users
   */
  ExplorerJson(
      Map<String, ItemStatistics> catalog, Map<String, List<String>> histories, long seed) {
    this.catalog = catalog;
    this.histories = histories;
    this.seed = seed;
  }

  /** The order of the items: those to be refined first, then those of the most users. */
  static Comparator<ItemStatistics> order() {
    return Comparator.comparing((ItemStatistics item) -> item.getSyntheticTarget() == 0)
        .thenComparing(Comparator.comparingLong(ItemStatistics::getUsers).reversed())
        .thenComparing(ItemStatistics::getItemId);
  }

  /** The text of these entries. */
  String of(List<ExplorerEntry> told) {
    Numbers numbers = new Numbers(told);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (ExplorerEntry entry : told) {
        write(json, entry, numbers);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("users");
      for (String user : numbers.users.keySet()) {
        write(json, numbers.items(histories.getOrDefault(user, List.of())));
      }
      json.writeEndArray();
      json.writeArrayFieldStart("exchanges");
      for (String exchange : numbers.exchanges.keySet()) {
        json.writeString(exchange);
      }
      json.writeEndArray();
      // Last, for by then every item has its number.
      json.writeArrayFieldStart("items");
      for (String item : numbers.items.keySet()) {
        write(json, catalog.get(item));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * The first entries whose text, with all that they name for the first time, has room.
   *
   * @param room about how many characters the text may have
   */
  List<ExplorerEntry> fitting(Iterable<ExplorerEntry> some, long room) {
    List<ExplorerEntry> entries = new ArrayList<>();
    some.forEach(entries::add);
    entries.sort(Comparator.comparing(entry -> catalog.get(entry.getItemId()), order()));
    Set<String> items = new HashSet<>();
    Set<String> users = new HashSet<>();
    Set<String> exchanges = new HashSet<>();
    long size = 0;
    for (int at = 0; at < entries.size(); at++) {
      ExplorerEntry entry = entries.get(at);
      size += 100 + 8L * (entry.getBefore().size() + entry.getAfter().size());
      size += named(List.of(entry.getItemId()), items);
      size += named(entry.getBefore(), items) + named(entry.getAfter(), items);
      for (ExplorerPair pair : allPairs(entry)) {
        size += 16;
        if (exchanges.add(pair.getExchangeId())) {
          size += EXCHANGE_DIGITS + 3;
        }
        if (users.add(pair.getUserId())) {
          List<String> history = histories.getOrDefault(pair.getUserId(), List.of());
          size += 3 + 6L * history.size() + named(history, items);
        }
      }
      if (size > room) {
        return entries.subList(0, at);
      }
    }
    return entries;
  }

  private long named(List<String> ids, Set<String> known) {
    long size = 0;
    for (String id : ids) {
      if (known.add(id)) {
        size += id.length() + title(catalog.get(id)).length() + 16;
      }
    }
    return size;
  }

  private static List<ExplorerPair> allPairs(ExplorerEntry entry) {
    List<ExplorerPair> pairs = new ArrayList<>(entry.getWritten());
    pairs.addAll(entry.getDropped());
    return pairs;
  }

  private static String title(ItemStatistics item) {
    String title = item.getTitle();
    return title.codePointCount(0, title.length()) <= TITLE_LENGTH
        ? title
        : title.substring(0, title.offsetByCodePoints(0, TITLE_LENGTH)) + "…";
  }

  private static void write(JsonGenerator json, ItemStatistics item) throws IOException {
    json.writeStartArray();
    json.writeString(item.getItemId());
    json.writeString(title(item));
    json.writeNumber(item.getUsers());
    json.writeString(item.getItemClass().name());
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ExplorerEntry entry, Numbers numbers)
      throws IOException {
    List<List<Long>> values =
        List.of(
            numbers.neighbors(entry.getBefore(), entry.getBeforeSupports()),
            numbers.neighbors(entry.getAfter(), entry.getAfterSupports()),
            numbers.pairs(entry.getWritten()),
            numbers.pairs(entry.getDropped()));
    json.writeStartObject();
    for (int field = 0; field < FIELDS.length; field++) {
      json.writeFieldName(FIELDS[field]);
      write(json, values.get(field));
    }
    json.writeNumberField("writtenCount", entry.getWrittenCount());
    json.writeNumberField("droppedCount", entry.getDroppedCount());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<Long> numbers) throws IOException {
    json.writeStartArray();
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  /** The numbers of items, users and exchanges, each from 0 in the order of their places. */
  private final class Numbers {
    private final Map<String, Long> items = new LinkedHashMap<>();
    private final Map<String, Long> users = new LinkedHashMap<>();
    private final Map<String, Long> exchanges = new LinkedHashMap<>();

    Numbers(List<ExplorerEntry> entries) {
      TreeMap<Long, TreeMap<String, String>> byHash = new TreeMap<>();
      for (ExplorerEntry entry : entries) {
        number(entry.getItemId(), items);
        for (ExplorerPair pair : allPairs(entry)) {
          String user = pair.getUserId();
          byHash
              .computeIfAbsent(StableHash.of(seed, user), hash -> new TreeMap<>())
              .put(user, user);
        }
      }
      byHash.values().forEach(same -> same.keySet().forEach(user -> number(user, users)));
    }

    private static long number(String text, Map<String, Long> numbers) {
      Long next = (long) numbers.size();
      Long known = numbers.putIfAbsent(text, next);
      return known == null ? next : known;
    }

    List<Long> items(List<String> ids) {
      return ids.stream().map(id -> number(id, items)).toList();
    }

    List<Long> neighbors(List<String> ids, List<Long> supports) {
      List<Long> numbers = new ArrayList<>();
      for (int at = 0; at < ids.size(); at++) {
        numbers.add(number(ids.get(at), items));
        numbers.add(supports.get(at));
      }
      return numbers;
    }

    List<Long> pairs(List<ExplorerPair> pairs) {
      List<Long> numbers = new ArrayList<>();
      for (ExplorerPair pair : pairs) {
        Double probability = pair.getProbability();
        String exchange = pair.getExchangeId();
        int digits = Math.min(EXCHANGE_DIGITS, exchange.length());
        numbers.add(users.get(pair.getUserId()));
        numbers.add(probability == null ? -1 : Math.round(probability * 1000));
        numbers.add(digits == 0 ? -1 : number(exchange.substring(0, digits), exchanges));
      }
      return numbers;
    }
  }
}
