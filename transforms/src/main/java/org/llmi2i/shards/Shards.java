package org.llmi2i.shards;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Instant;

/**
 * Groups elements by a shard of their key: all elements of one key meet in one shard, together with
 * those of many other keys.
 *
 * <p>The key of a group is that of its shard by {@link EvenKeys}, which tells the shard's number,
 * from 0.
 *
 * <p>The elements of a bundle travel in packs, so the runner sees few records and few keys. A
 * reader goes through the packs once, in one pass, and must not rely on their order or number: both
 * change from run to run. Works in the global window.
 */
public final class Shards {
  /**
   * Elements a pack, at most. Few, since a bundle holds a pack of every shard: what dies young
   * costs the garbage collector nothing.
   */
  private static final int PACK_SIZE = 256;

  private Shards() {}

  /**
   * Groups by this key, into 32 shards.
   *
   * @param key what the elements that must meet have in common
   */
  public static <T> ByKey<T> by(SerializableFunction<T, String> key) {
    return new AutoValue_Shards_ByKey<>(key, 32);
  }

  /** See {@link Shards}. */
  @AutoValue
  public abstract static class ByKey<T>
      extends PTransform<PCollection<T>, PCollection<KV<Integer, Iterable<List<T>>>>> {
    abstract SerializableFunction<T, String> key();

    abstract int count();

    /**
     * Groups into this many shards, 1 to 1,048,576; default 32. A shard is held in the memory of
     * one worker by most readers, so take more where the data has hundreds of gigabytes.
     */
    public ByKey<T> withCount(int count) {
      if (count < 1 || count > EvenKeys.MOST) {
        throw new IllegalArgumentException(
            "count: must be from 1 to " + EvenKeys.MOST + ", got " + count);
      }
      return new AutoValue_Shards_ByKey<>(key(), count);
    }

    /**
     * Groups the elements of several collections, at least one, as if they were one. They are
     * packed where they arise: put together by a {@code Flatten} before, each would travel alone.
     */
    public PTransform<PCollectionList<T>, PCollection<KV<Integer, Iterable<List<T>>>>> together() {
      return new Together<>(this);
    }

    @Override
    public PCollection<KV<Integer, Iterable<List<T>>>> expand(PCollection<T> elements) {
      return packed(elements, "Pack").apply("Group", GroupByKey.create());
    }

    private PCollection<KV<Integer, List<T>>> packed(PCollection<T> elements, String step) {
      return elements
          .apply(step, ParDo.of(new Pack<>(key(), count())))
          .setCoder(KvCoder.of(VarIntCoder.of(), ListCoder.of(elements.getCoder())));
    }
  }

  private static final class Together<T>
      extends PTransform<PCollectionList<T>, PCollection<KV<Integer, Iterable<List<T>>>>> {
    private final ByKey<T> byKey;

    Together(ByKey<T> byKey) {
      this.byKey = byKey;
    }

    @Override
    public PCollection<KV<Integer, Iterable<List<T>>>> expand(PCollectionList<T> collections) {
      List<PCollection<KV<Integer, List<T>>>> packed = new ArrayList<>();
      for (PCollection<T> elements : collections.getAll()) {
        packed.add(byKey.packed(elements, "Pack " + (packed.size() + 1)));
      }
      return PCollectionList.of(packed)
          .apply("All", Flatten.pCollections())
          .apply("Group", GroupByKey.create());
    }
  }

  private static final class Pack<T> extends DoFn<T, KV<Integer, List<T>>> {
    private final SerializableFunction<T, String> key;
    private final int count;
    private transient int[] shardKeys;
    private transient List<List<T>> packs;

    Pack(SerializableFunction<T, String> key, int count) {
      this.key = key;
      this.count = count;
    }

    @Setup
    public void setup() {
      shardKeys = new int[count];
      Arrays.setAll(shardKeys, EvenKeys::key);
    }

    @StartBundle
    public void startBundle() {
      packs = new ArrayList<>(count);
      for (int shard = 0; shard < count; shard++) {
        packs.add(new ArrayList<>());
      }
    }

    @ProcessElement
    public void process(@Element T element, OutputReceiver<KV<Integer, List<T>>> out) {
      int shard = StableHash.shard(key.apply(element), count);
      List<T> pack = packs.get(shard);
      pack.add(element);
      if (pack.size() == PACK_SIZE) {
        out.output(KV.of(shardKeys[shard], pack));
        packs.set(shard, new ArrayList<>());
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      for (int shard = 0; shard < count; shard++) {
        if (!packs.get(shard).isEmpty()) {
          context.output(
              KV.of(shardKeys[shard], packs.get(shard)), Instant.EPOCH, GlobalWindow.INSTANCE);
        }
      }
      packs = null;
    }
  }
}
