package org.llmi2i.candidates;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.llmi2i.coders.FloatsCoder;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.llm.TextEncoder;
import org.llmi2i.progress.StageClock;
import org.llmi2i.shards.Lookup;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.vectors.NearestVectors;

/**
 * For every item of the log or the catalogue that has a title, the items of the log whose titles
 * are nearest: an I2I table of titles alone.
 *
 * <p>In: every item's statistics. Out: a row for each titled item that the log has or that should
 * get synthetic interactions, its scores the similarity of the titles, from -1 to 1, its support 0.
 * The search is exact, so time grows with the square of the items; the vectors of all titled items
 * of the log are in the memory of every worker, 1.5 KB each.
 */
@AutoValue
public abstract class NearestItems
    extends PTransform<PCollection<ItemStatistics>, PCollection<NeighborRow>> {
  abstract TextEncoder.Factory encoder();

  abstract int count();

  /** Compares titles by the vectors of this encoder. */
  public static NearestItems by(TextEncoder.Factory encoder) {
    return new AutoValue_NearestItems(encoder, 50);
  }

  /** How many items a row has at most, at least 1; default 50. */
  public NearestItems withCount(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count: must be at least 1, got " + count);
    }
    return new AutoValue_NearestItems(encoder(), count);
  }

  @Override
  public PCollection<NeighborRow> expand(PCollection<ItemStatistics> items) {
    PCollection<KV<ItemStatistics, float[]>> encoded =
        items
            .apply("Titled", Filter.by(item -> !item.getTitle().isBlank()))
            .apply("Encode", ParDo.of(new Encode(encoder())))
            .setCoder(KvCoder.of(items.getCoder(), FloatsCoder.of()));
    PCollectionView<Map<String, float[]>> vectors =
        encoded
            .apply("Of the log", Filter.by(item -> item.getKey().getUsers() > 0))
            .apply("Key", ParDo.of(new KeyById()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), FloatsCoder.of()))
            .apply("Vectors", Lookup.create());
    return encoded
        .apply(
            "Searched",
            Filter.by(
                item -> item.getKey().getUsers() > 0 || item.getKey().getSyntheticTarget() > 0))
        .apply("Search", ParDo.of(new Search(count(), vectors)).withSideInputs(vectors));
  }

  private static final class Encode extends DoFn<ItemStatistics, KV<ItemStatistics, float[]>> {
    private final TextEncoder.Factory factory;
    private final StageClock clock = StageClock.of("Encode titles");
    private transient TextEncoder encoder;

    Encode(TextEncoder.Factory factory) {
      this.factory = factory;
    }

    @Setup
    public void setup() {
      encoder = factory.create();
    }

    @ProcessElement
    public void process(
        @Element ItemStatistics item, OutputReceiver<KV<ItemStatistics, float[]>> out) {
      out.output(KV.of(item, encoder.encode(List.of(item.getTitle())).get(0)));
      clock.tick(1);
    }

    @Teardown
    public void teardown() {
      if (encoder != null) {
        encoder.close();
      }
    }
  }

  private static final class KeyById
      extends DoFn<KV<ItemStatistics, float[]>, KV<String, float[]>> {
    @ProcessElement
    public void process(
        @Element KV<ItemStatistics, float[]> item, OutputReceiver<KV<String, float[]>> out) {
      out.output(KV.of(item.getKey().getItemId(), item.getValue()));
    }
  }

  private static final class Search extends DoFn<KV<ItemStatistics, float[]>, NeighborRow> {
    private final int count;
    private final PCollectionView<Map<String, float[]>> vectors;
    private final StageClock clock = StageClock.of("NearestItems");
    private transient NearestVectors titles;

    Search(int count, PCollectionView<Map<String, float[]>> vectors) {
      this.count = count;
      this.vectors = vectors;
    }

    @StartBundle
    public void startBundle() {
      titles = null;
    }

    @ProcessElement
    public void process(
        @Element KV<ItemStatistics, float[]> target,
        ProcessContext context,
        OutputReceiver<NeighborRow> out) {
      if (titles == null) {
        titles = new NearestVectors(context.sideInput(vectors));
      }
      String itemId = target.getKey().getItemId();
      List<NeighborRow.Entry> entries = new ArrayList<>();
      for (NearestVectors.Near near : titles.of(target.getValue(), itemId, count)) {
        entries.add(new NeighborRow.Entry(near.itemId(), near.similarity(), 0));
      }
      out.output(new NeighborRow(itemId, entries));
      clock.tick(1);
    }
  }
}
