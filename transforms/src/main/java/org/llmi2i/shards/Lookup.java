package org.llmi2i.shards;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * A whole collection as one map in the memory of every worker. Keys must be distinct.
 *
 * <p>One record, where Beam's own map view is one a key: runners that hold side inputs in memory
 * index that one anew at every access.
 */
public final class Lookup<V>
    extends PTransform<PCollection<KV<String, V>>, PCollectionView<Map<String, V>>> {

  private Lookup() {}

  public static <V> Lookup<V> create() {
    return new Lookup<>();
  }

  @Override
  public PCollectionView<Map<String, V>> expand(PCollection<KV<String, V>> entries) {
    return entries.apply("Collect", CombineBundles.with(new ToMap<V>()));
  }

  private static final class ToMap<V>
      extends Combine.CombineFn<KV<String, V>, Map<String, V>, Map<String, V>> {
    @Override
    public Map<String, V> createAccumulator() {
      return new HashMap<>();
    }

    @Override
    public Map<String, V> addInput(Map<String, V> map, KV<String, V> entry) {
      map.put(entry.getKey(), entry.getValue());
      return map;
    }

    @Override
    public Map<String, V> mergeAccumulators(Iterable<Map<String, V>> parts) {
      Iterator<Map<String, V>> left = parts.iterator();
      Map<String, V> map = left.hasNext() ? left.next() : createAccumulator();
      left.forEachRemaining(map::putAll);
      return map;
    }

    @Override
    public Map<String, V> extractOutput(Map<String, V> map) {
      return map;
    }

    @Override
    public Coder<Map<String, V>> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<String, V>> inputCoder) {
      KvCoder<String, V> entry = (KvCoder<String, V>) inputCoder;
      return MapCoder.of(entry.getKeyCoder(), entry.getValueCoder());
    }

    @Override
    public Coder<Map<String, V>> getDefaultOutputCoder(
        CoderRegistry registry, Coder<KV<String, V>> inputCoder) {
      return getAccumulatorCoder(registry, inputCoder);
    }
  }
}
