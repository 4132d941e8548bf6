package org.llmi2i.explore;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.SetCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.history.History;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerHistory;
import org.llmi2i.stages.ExplorerPair;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;

/**
 * Gathers what a person wants to look up of a refinement: of each item the best {@value #NEIGHBORS}
 * neighbors before and after, the interactions that were written for it, those that were dropped,
 * at most {@value #PAIRS} of each, and of the users in these the last {@value #HISTORY} items and
 * all that explain a neighbor.
 *
 * <p>In: the histories of the train log. Out: one JSON text, see {@code ExplorerJson}, of about
 * {@value #ROOM} characters at most. Items that get synthetic interactions come first, then those
 * of the most users; what there is no room for is left out. It holds no user id.
 *
 * <p>Memory of a worker: the text's size several times, and all items' statistics.
 */
@AutoValue
public abstract class Explorer extends PTransform<PCollection<History>, PCollection<String>> {
  /** A list on a page is rarely longer. */
  static final int NEIGHBORS = 20;

  static final int PAIRS = 20;
  static final int HISTORY = 10;

  /** A browser opens this much within a second or two. */
  static final long ROOM = 12_000_000;

  abstract PCollection<ItemStatistics> statistics();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract PCollection<NeighborRow> before();

  abstract PCollection<NeighborRow> after();

  abstract @Nullable PCollection<Interaction> written();

  abstract @Nullable PCollection<KV<Judgement, Interaction>> dropped();

  abstract int items();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setStatistics(PCollection<ItemStatistics> statistics);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setBefore(PCollection<NeighborRow> before);

    abstract Builder setAfter(PCollection<NeighborRow> after);

    abstract Builder setWritten(PCollection<Interaction> written);

    abstract Builder setDropped(PCollection<KV<Judgement, Interaction>> dropped);

    abstract Builder setItems(int items);

    abstract Builder setSeed(long seed);

    abstract Explorer build();
  }

  /**
   * Explores tables.
   *
   * @param statistics every item
   * @param catalog the same by id
   * @param before the table before the refinement
   * @param after the table after it
   */
  public static Explorer of(
      PCollection<ItemStatistics> statistics,
      PCollectionView<Map<String, ItemStatistics>> catalog,
      PCollection<NeighborRow> before,
      PCollection<NeighborRow> after) {
    return new AutoValue_Explorer.Builder()
        .setStatistics(statistics)
        .setCatalog(catalog)
        .setBefore(before)
        .setAfter(after)
        .setItems(5_000)
        .setSeed(0)
        .build();
  }

  /** The interactions that were written and kept; without them no new neighbor has a reason. */
  public Explorer withWritten(PCollection<Interaction> written) {
    return toBuilder().setWritten(written).build();
  }

  /** The interactions that were judged and dropped, each with what the model thinks of it. */
  public Explorer withDropped(PCollection<KV<Judgement, Interaction>> dropped) {
    return toBuilder().setDropped(dropped).build();
  }

  /** How many items at most, at least 1; default 5,000. An item takes about half a kilobyte. */
  public Explorer withItems(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("items: must be at least 1, got " + items);
    }
    return toBuilder().setItems(items).build();
  }

  /** Numbers the users; any number, default 0. */
  public Explorer withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  @Override
  public PCollection<String> expand(PCollection<History> histories) {
    PCollectionView<Set<String>> chosen =
        statistics()
            .apply("Listed", Filter.by(Explorer::canBeListed))
            .apply("Choose", Top.of(items(), new FirstIsLargest()))
            .apply("Ids", ParDo.of(new Ids()))
            .setCoder(SetCoder.of(StringUtf8Coder.of()))
            .apply("Chosen", View.asSingleton());
    PCollectionList<ExplorerEntry> parts =
        PCollectionList.of(
                before()
                    .apply("Before", ParDo.of(new ListPart(true, chosen)).withSideInputs(chosen)))
            .and(
                after()
                    .apply("After", ParDo.of(new ListPart(false, chosen)).withSideInputs(chosen)));
    if (written() != null) {
      parts =
          parts.and(
              written().apply("Written", ParDo.of(new WrittenPart(chosen)).withSideInputs(chosen)));
    }
    if (dropped() != null) {
      parts =
          parts.and(
              dropped().apply("Dropped", ParDo.of(new DroppedPart(chosen)).withSideInputs(chosen)));
    }
    PCollection<Map<String, ExplorerEntry>> entries =
        parts
            .apply("Parts", Flatten.pCollections())
            .apply("Merge", Combine.globally(new MergeEntries(PAIRS)));
    PCollectionView<Map<String, ExplorerEntry>> all = entries.apply("Entries", View.asSingleton());
    PCollectionView<List<ExplorerHistory>> shown =
        histories
            .apply("Explaining", ParDo.of(new Explaining(all)).withSideInputs(all))
            .apply("Histories", View.asList());
    return entries.apply(
        "Tell",
        ParDo.of(new Tell(catalog(), shown, items(), seed())).withSideInputs(catalog(), shown));
  }

  private static boolean canBeListed(ItemStatistics item) {
    return item.getUsers() > 0 || item.getSyntheticTarget() > 0;
  }

  private static final class FirstIsLargest implements Comparator<ItemStatistics>, Serializable {
    @Override
    public int compare(ItemStatistics a, ItemStatistics b) {
      return ExplorerJson.order().compare(b, a);
    }
  }

  private static final class Ids extends DoFn<List<ItemStatistics>, Set<String>> {
    @ProcessElement
    public void process(@Element List<ItemStatistics> items, OutputReceiver<Set<String>> out) {
      Set<String> ids = new HashSet<>();
      items.forEach(item -> ids.add(item.getItemId()));
      out.output(ids);
    }
  }

  /** A chosen item's list, as a part of its entry. */
  private static final class ListPart extends DoFn<NeighborRow, ExplorerEntry> {
    private final boolean before;
    private final PCollectionView<Set<String>> chosen;

    ListPart(boolean before, PCollectionView<Set<String>> chosen) {
      this.before = before;
      this.chosen = chosen;
    }

    @ProcessElement
    public void process(
        @Element NeighborRow row, ProcessContext context, OutputReceiver<ExplorerEntry> out) {
      if (!context.sideInput(chosen).contains(row.itemId())) {
        return;
      }
      List<String> neighbors = new ArrayList<>();
      List<Long> supports = new ArrayList<>();
      for (int at = 0; at < Math.min(row.size(), NEIGHBORS); at++) {
        neighbors.add(row.ids().text(row.neighbor(at)));
        supports.add(row.support(at));
      }
      ExplorerEntry.Builder part = ExplorerEntry.newBuilder().setItemId(row.itemId());
      out.output(
          before
              ? part.setBefore(neighbors).setBeforeSupports(supports).build()
              : part.setAfter(neighbors).setAfterSupports(supports).build());
    }
  }

  private static final class WrittenPart extends DoFn<Interaction, ExplorerEntry> {
    private final PCollectionView<Set<String>> chosen;

    WrittenPart(PCollectionView<Set<String>> chosen) {
      this.chosen = chosen;
    }

    @ProcessElement
    public void process(
        @Element Interaction written, ProcessContext context, OutputReceiver<ExplorerEntry> out) {
      if (context.sideInput(chosen).contains(written.getItemId())) {
        out.output(
            ExplorerEntry.newBuilder()
                .setItemId(written.getItemId())
                .setWritten(List.of(pair(written, written.getConfidence())))
                .setWrittenCount(1)
                .build());
      }
    }
  }

  private static final class DroppedPart extends DoFn<KV<Judgement, Interaction>, ExplorerEntry> {
    private final PCollectionView<Set<String>> chosen;

    DroppedPart(PCollectionView<Set<String>> chosen) {
      this.chosen = chosen;
    }

    @ProcessElement
    public void process(
        @Element KV<Judgement, Interaction> dropped,
        ProcessContext context,
        OutputReceiver<ExplorerEntry> out) {
      Interaction interaction = dropped.getValue();
      if (context.sideInput(chosen).contains(interaction.getItemId())) {
        out.output(
            ExplorerEntry.newBuilder()
                .setItemId(interaction.getItemId())
                .setDropped(List.of(pair(interaction, dropped.getKey().getProbability())))
                .setDroppedCount(1)
                .build());
      }
    }
  }

  private static ExplorerPair pair(Interaction interaction, @Nullable Double probability) {
    String exchange = interaction.getExchangeId();
    return new ExplorerPair(interaction.getUserId(), probability, exchange == null ? "" : exchange);
  }

  /** What is shown of the histories of the users whom entries name. */
  private static final class Explaining extends DoFn<History, ExplorerHistory> {
    private final PCollectionView<Map<String, ExplorerEntry>> entries;
    private transient @Nullable Map<String, ExplorerEntry> linkedEntries;
    private transient @Nullable Links links;

    Explaining(PCollectionView<Map<String, ExplorerEntry>> entries) {
      this.entries = entries;
    }

    @ProcessElement
    public void process(
        @Element History history, ProcessContext context, OutputReceiver<ExplorerHistory> out) {
      Map<String, ExplorerEntry> all = context.sideInput(entries);
      // The same map for as long as a worker holds it.
      if (links == null || linkedEntries != all) {
        links = new Links(all.values());
        linkedEntries = all;
      }
      if (links.names(history.userId())) {
        out.output(new ExplorerHistory(history.userId(), links.explaining(history, HISTORY)));
      }
    }
  }

  private static final class Tell extends DoFn<Map<String, ExplorerEntry>, String> {
    private final Counter told = Metrics.counter("Explorer", "items");
    private final Counter leftOut = Metrics.counter("Explorer", "leftOut");
    private final int items;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;
    private final PCollectionView<List<ExplorerHistory>> histories;
    private final long seed;

    Tell(
        PCollectionView<Map<String, ItemStatistics>> catalog,
        PCollectionView<List<ExplorerHistory>> histories,
        int items,
        long seed) {
      this.items = items;
      this.catalog = catalog;
      this.histories = histories;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element Map<String, ExplorerEntry> entries,
        ProcessContext context,
        OutputReceiver<String> out) {
      Map<String, ItemStatistics> known = context.sideInput(catalog);
      Map<String, List<String>> shown = new HashMap<>();
      context.sideInput(histories).forEach(user -> shown.put(user.getUserId(), user.getItems()));
      ExplorerJson json = new ExplorerJson(known, shown, seed);
      List<ExplorerEntry> fitting = json.fitting(entries.values(), ROOM);
      long listed = known.values().stream().filter(Explorer::canBeListed).count();
      told.inc(fitting.size());
      leftOut.inc(Math.max(0, listed - items) + entries.size() - fitting.size());
      out.output(json.of(fitting));
    }
  }
}
