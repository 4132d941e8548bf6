package org.llmi2i.coders;

import com.google.auto.service.AutoService;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.cooccurrence.NeighborRowCoder;
import org.llmi2i.history.History;
import org.llmi2i.history.HistoryCoder;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.tail.ItemStatisticsCoder;

/**
 * Tells Beam the coders of our types: our own for histories, rows and items' statistics, Avro's for
 * every other generated record. Found by the service loader.
 */
@AutoService(CoderProviderRegistrar.class)
public final class RecordCoders implements CoderProviderRegistrar {

  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(History.class), HistoryCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(NeighborRow.class), NeighborRowCoder.of()),
        // Before those of all generated records, of which it is one.
        CoderProviders.forCoder(TypeDescriptor.of(ItemStatistics.class), ItemStatisticsCoder.of()),
        new GeneratedRecords());
  }

  private static final class GeneratedRecords extends CoderProvider {
    @Override
    @SuppressWarnings("unchecked") // The raw type of a TypeDescriptor<T> is a Class<T>.
    public <T> Coder<T> coderFor(TypeDescriptor<T> type, List<? extends Coder<?>> componentCoders)
        throws CannotProvideCoderException {
      Class<? super T> raw = type.getRawType();
      if (!SpecificRecord.class.isAssignableFrom(raw)) {
        throw new CannotProvideCoderException(type + " is no generated Avro record");
      }
      return AvroCoder.specific((Class<T>) raw);
    }
  }
}
