package org.llmi2i.evaluate;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.schemas.Metric;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.stages.ItemStatistics;

/**
 * How often items are shown, from tail to head, if every shopper sees the lists of all of their
 * items.
 *
 * <p>Items are put together by how many users have them: none, 1, 2 to 3, 4 to 7 and so on. Out:
 * for each table and each such group with items {@code Exposure<least users>}, such as {@code
 * Exposure4}: how often an item of the group is shown, on average: for each list that it stands in,
 * to as many users as have the list's trigger. n is the number of the group's items.
 *
 * <p>Memory of a worker: all items' statistics.
 */
@AutoValue
public abstract class Exposure extends PTransform<PBegin, PCollection<Metric>> {
  /** What the names of the metrics begin with. */
  public static final String METRIC = "Exposure";

  /** As many as a count of users has bits, and one for none. */
  private static final int GROUPS = Long.SIZE + 1;

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  @SuppressWarnings("AutoValueImmutableFields") // Copied and closed in the factory.
  abstract Map<Variant, PCollection<NeighborRow>> tables();

  abstract String similarity();

  abstract String runId();

  /**
   * Counts in tables.
   *
   * @param catalog every item by id
   * @param tables the tables, at least one
   * @param similarity the name that the metrics carry
   */
  public static Exposure of(
      PCollectionView<Map<String, ItemStatistics>> catalog,
      Map<Variant, PCollection<NeighborRow>> tables,
      String similarity,
      String runId) {
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("tables: must be at least one, got none");
    }
    return new AutoValue_Exposure(
        catalog, Collections.unmodifiableMap(new EnumMap<>(tables)), similarity, runId);
  }

  @Override
  public PCollection<Metric> expand(PBegin begin) {
    List<PCollection<KV<String, List<Long>>>> counts = new ArrayList<>();
    tables()
        .forEach(
            (variant, rows) ->
                counts.add(
                    rows.apply(
                            "Count " + variant,
                            ParDo.of(new Count(variant, catalog())).withSideInputs(catalog()))
                        .setCoder(
                            KvCoder.of(StringUtf8Coder.of(), ListCoder.of(VarLongCoder.of())))));
    PCollectionView<List<KV<String, List<Long>>>> all =
        PCollectionList.of(counts)
            .apply("Counts", Flatten.pCollections())
            .apply("Gather", View.asList());
    return begin
        .apply("Once", Create.of(runId()))
        .apply(
            "Mean",
            ParDo.of(new Mean(List.copyOf(tables().keySet()), similarity(), catalog(), all))
                .withSideInputs(catalog(), all));
  }

  /** The group of an item: 0 without users, else the number of bits of their count. */
  private static int group(ItemStatistics item) {
    return Long.SIZE - Long.numberOfLeadingZeros(item.getUsers());
  }

  private static long leastUsers(int group) {
    return group == 0 ? 0 : 1L << (group - 1);
  }

  /** How often the rows of a bundle show items of each group. */
  private static final class Count extends DoFn<NeighborRow, KV<String, List<Long>>> {
    private final Variant variant;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;
    private transient long[] counts;

    Count(Variant variant, PCollectionView<Map<String, ItemStatistics>> catalog) {
      this.variant = variant;
      this.catalog = catalog;
    }

    @StartBundle
    public void startBundle() {
      counts = new long[GROUPS];
    }

    @ProcessElement
    public void process(@Element NeighborRow row, ProcessContext context) {
      Map<String, ItemStatistics> items = context.sideInput(catalog);
      long users = items.get(row.itemId()).getUsers();
      for (int at = 0; at < row.size(); at++) {
        counts[group(items.get(row.ids().text(row.neighbor(at))))] += users;
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      List<Long> all = new ArrayList<>(GROUPS);
      for (long count : counts) {
        all.add(count);
      }
      context.output(KV.of(variant.name(), all), Instant.EPOCH, GlobalWindow.INSTANCE);
    }
  }

  private static final class Mean extends DoFn<String, Metric> {
    private final List<Variant> variants;
    private final String similarity;
    private final PCollectionView<Map<String, ItemStatistics>> catalog;
    private final PCollectionView<List<KV<String, List<Long>>>> counts;

    Mean(
        List<Variant> variants,
        String similarity,
        PCollectionView<Map<String, ItemStatistics>> catalog,
        PCollectionView<List<KV<String, List<Long>>>> counts) {
      this.variants = variants;
      this.similarity = similarity;
      this.catalog = catalog;
      this.counts = counts;
    }

    @ProcessElement
    public void process(@Element String runId, ProcessContext context, OutputReceiver<Metric> out) {
      long[] items = new long[GROUPS];
      context.sideInput(catalog).values().forEach(item -> items[group(item)]++);
      Map<String, long[]> shown = new HashMap<>();
      for (KV<String, List<Long>> bundle : context.sideInput(counts)) {
        long[] sums = shown.computeIfAbsent(bundle.getKey(), variant -> new long[GROUPS]);
        Arrays.setAll(sums, group -> sums[group] + bundle.getValue().get(group));
      }
      for (Variant variant : variants) {
        long[] sums = shown.getOrDefault(variant.name(), new long[GROUPS]);
        for (int group = 0; group < GROUPS; group++) {
          if (items[group] > 0) {
            double mean = (double) sums[group] / items[group];
            String name = METRIC + leastUsers(group);
            out.output(
                new Metric(
                    runId,
                    variant,
                    similarity,
                    name,
                    null,
                    Slice.ALL,
                    mean,
                    null,
                    null,
                    items[group]));
          }
        }
      }
    }
  }
}
