package org.llmi2i.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.llmi2i.stages.ExplorerEntry;
import org.llmi2i.stages.ExplorerPair;

/**
 * Puts the parts of entries together, by item. Of pairs, which come one a part, the most probable
 * are kept and all are counted, so that an entry has a size that no log can exceed.
 */
final class MergeEntries
    extends Combine.CombineFn<
        ExplorerEntry, Map<String, ExplorerEntry>, Map<String, ExplorerEntry>> {
  private static final Comparator<ExplorerPair> MOST_PROBABLE =
      Comparator.comparingDouble(MergeEntries::probability)
          .reversed()
          .thenComparing(ExplorerPair::getUserId)
          .thenComparing(ExplorerPair::getExchangeId);

  private final int pairs;

  /**
   * Merges.
   *
   * @param pairs how many pairs of each kind an entry keeps
   */
  MergeEntries(int pairs) {
    this.pairs = pairs;
  }

  /** What nobody could judge comes last. */
  private static double probability(ExplorerPair pair) {
    return pair.getProbability() == null ? -1 : pair.getProbability();
  }

  @Override
  public Map<String, ExplorerEntry> createAccumulator() {
    return new HashMap<>();
  }

  @Override
  public Map<String, ExplorerEntry> addInput(
      Map<String, ExplorerEntry> entries, ExplorerEntry part) {
    // Inputs belong to the runner, so what is added to is always a copy.
    ExplorerEntry entry =
        entries.computeIfAbsent(
            part.getItemId(), item -> ExplorerEntry.newBuilder().setItemId(item).build());
    if (!part.getBefore().isEmpty()) {
      entry.setBefore(part.getBefore());
      entry.setBeforeSupports(part.getBeforeSupports());
    }
    if (!part.getAfter().isEmpty()) {
      entry.setAfter(part.getAfter());
      entry.setAfterSupports(part.getAfterSupports());
    }
    entry.setWritten(mostProbable(entry.getWritten(), part.getWritten()));
    entry.setWrittenCount(entry.getWrittenCount() + part.getWrittenCount());
    entry.setDropped(mostProbable(entry.getDropped(), part.getDropped()));
    entry.setDroppedCount(entry.getDroppedCount() + part.getDroppedCount());
    return entries;
  }

  private List<ExplorerPair> mostProbable(List<ExplorerPair> some, List<ExplorerPair> more) {
    if (more.isEmpty()) {
      return some;
    }
    List<ExplorerPair> all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(MOST_PROBABLE);
    return all.size() <= pairs ? all : new ArrayList<>(all.subList(0, pairs));
  }

  @Override
  public Map<String, ExplorerEntry> mergeAccumulators(Iterable<Map<String, ExplorerEntry>> parts) {
    Map<String, ExplorerEntry> merged = createAccumulator();
    for (Map<String, ExplorerEntry> part : parts) {
      part.values().forEach(entry -> addInput(merged, entry));
    }
    return merged;
  }

  @Override
  public Map<String, ExplorerEntry> extractOutput(Map<String, ExplorerEntry> entries) {
    return entries;
  }

  @Override
  public Coder<Map<String, ExplorerEntry>> getAccumulatorCoder(
      CoderRegistry registry, Coder<ExplorerEntry> inputCoder) {
    return MapCoder.of(StringUtf8Coder.of(), inputCoder);
  }

  @Override
  public Coder<Map<String, ExplorerEntry>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<ExplorerEntry> inputCoder) {
    return getAccumulatorCoder(registry, inputCoder);
  }
}
