package org.llmi2i.tail;

import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.llmi2i.shards.Lookup;
import org.llmi2i.stages.ItemStatistics;

/**
 * Every item by its id, in the memory of every worker: about 300 bytes an item. Titles and classes
 * are looked up in it, where a join would send them along with every interaction.
 */
public final class CatalogView
    extends PTransform<PCollection<ItemStatistics>, PCollectionView<Map<String, ItemStatistics>>> {

  private CatalogView() {}

  public static CatalogView create() {
    return new CatalogView();
  }

  @Override
  public PCollectionView<Map<String, ItemStatistics>> expand(PCollection<ItemStatistics> items) {
    SerializableFunction<ItemStatistics, String> id = ItemStatistics::getItemId;
    return items
        .apply("Key", WithKeys.of(id).withKeyType(TypeDescriptors.strings()))
        .apply("Lookup", Lookup.create());
  }
}
