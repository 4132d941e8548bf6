package org.llmi2i.generate;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.llmi2i.ask.AskModel;
import org.llmi2i.ask.Asking;
import org.llmi2i.discriminate.Calibrator;
import org.llmi2i.llm.Verdict;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Reason;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.Shards;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Shortlist;

/**
 * A language model writes interactions: of the items on a user's shortlist, which would they take
 * next?
 *
 * <p>One request a shortlist. Every entry of an answer becomes a synthetic interaction or a
 * rejected record: it must name a number on the list, once, with a confidence from 0 to 1, an item
 * that the shown history lacks; a user keeps their most confident entries, then an item its.
 *
 * <p>Out: {@link #SYNTHETIC}, {@link #EXCHANGES}, one a shortlist, and {@link #REJECTED}.
 */
@AutoValue
public abstract class LlmGenerate extends PTransform<PCollection<Shortlist>, PCollectionTuple> {
  /** The interactions that the model wrote, at most the target of each item. */
  public static final TupleTag<Interaction> SYNTHETIC = new TupleTag<>("synthetic") {};

  /** What was asked and answered. */
  public static final TupleTag<Exchange> EXCHANGES = new TupleTag<>("exchanges") {};

  /** What could not be used of the answers. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  private static final TupleTag<KV<Integer, Interaction>> PROPOSED = new TupleTag<>("proposed") {};

  abstract Asking asking();

  abstract PCollectionView<Calibration> calibration();

  abstract Rejector rejector();

  abstract double weight();

  abstract int itemsPerUser();

  abstract long seed();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setAsking(Asking asking);

    abstract Builder setCalibration(PCollectionView<Calibration> calibration);

    abstract Builder setRejector(Rejector rejector);

    abstract Builder setWeight(double weight);

    abstract Builder setItemsPerUser(int itemsPerUser);

    abstract Builder setSeed(long seed);

    abstract LlmGenerate build();
  }

  /**
   * Generates with this model.
   *
   * @param asking the model, and how to ask it
   * @param calibration turns the model's confidence into a probability
   * @param rejector names the run in rejected records
   */
  public static LlmGenerate of(
      Asking asking, PCollectionView<Calibration> calibration, Rejector rejector) {
    return new AutoValue_LlmGenerate.Builder()
        .setAsking(asking)
        .setCalibration(calibration)
        .setRejector(rejector.in("LlmGenerate"))
        .setWeight(1)
        .setItemsPerUser(60)
        .setSeed(0)
        .build();
  }

  /** The weight of a synthetic interaction in every similarity, above 0; default 1. */
  public LlmGenerate withWeight(double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("syntheticWeight: must be above 0, got " + weight);
    }
    return toBuilder().setWeight(weight).build();
  }

  /** How many synthetic interactions a user gets, at most; at least 1, default 60. */
  public LlmGenerate withItemsPerUser(int itemsPerUser) {
    if (itemsPerUser < 1) {
      throw new IllegalArgumentException("itemsPerUser: must be at least 1, got " + itemsPerUser);
    }
    return toBuilder().setItemsPerUser(itemsPerUser).build();
  }

  /** Seeds the choice among equally confident entries; any number, default 0. */
  public LlmGenerate withSeed(long seed) {
    return toBuilder().setSeed(seed).build();
  }

  @Override
  public PCollectionTuple expand(PCollection<Shortlist> shortlists) {
    PCollection<KV<Shortlist, Exchange>> answered =
        shortlists.apply("Ask", AskModel.of(Task.GENERATE, asking()));
    PCollectionTuple checked =
        answered.apply(
            "Check answers",
            ParDo.of(new CheckAnswer(this))
                .withSideInputs(calibration())
                .withOutputTags(PROPOSED, TupleTagList.of(REJECTED)));
    PCollectionTuple kept =
        checked
            .get(PROPOSED)
            .setCoder(KvCoder.of(VarIntCoder.of(), AvroCoder.specific(Interaction.class)))
            .apply("ByItem", Shards.by(proposal -> proposal.getValue().getItemId()))
            .apply(
                "Item quota",
                ParDo.of(new ItemQuota(rejector(), seed()))
                    .withOutputTags(SYNTHETIC, TupleTagList.of(REJECTED)));
    return PCollectionTuple.of(SYNTHETIC, kept.get(SYNTHETIC))
        .and(EXCHANGES, answered.apply("Exchanges", Values.create()))
        .and(
            REJECTED,
            PCollectionList.of(checked.get(REJECTED))
                .and(kept.get(REJECTED))
                .apply("Rejected", Flatten.pCollections()));
  }

  /** The most confident first; the hash shares out what is equal. */
  private static Comparator<Interaction> mostConfidentFirst(long seed) {
    return Comparator.comparingDouble((Interaction interaction) -> interaction.getConfidence())
        .reversed()
        .thenComparingLong(
            interaction -> StableHash.of(seed, interaction.getItemId(), interaction.getUserId()))
        .thenComparing(Interaction::getUserId)
        .thenComparing(Interaction::getItemId);
  }

  private static final class CheckAnswer
      extends DoFn<KV<Shortlist, Exchange>, KV<Integer, Interaction>> {
    private final Counter rejected = Metrics.counter("LlmGenerate", "rejected");
    private final Rejector rejector;
    private final double weight;
    private final int itemsPerUser;
    private final long seed;
    private final PCollectionView<Calibration> calibration;

    CheckAnswer(LlmGenerate generate) {
      rejector = generate.rejector();
      weight = generate.weight();
      itemsPerUser = generate.itemsPerUser();
      seed = generate.seed();
      calibration = generate.calibration();
    }

    @ProcessElement
    public void process(
        @Element KV<Shortlist, Exchange> answered,
        ProcessContext context,
        MultiOutputReceiver out) {
      Shortlist shortlist = answered.getKey();
      Exchange exchange = answered.getValue();
      Verdict verdict = Verdict.of(shortlist, exchange);
      rejected.inc(verdict.refused().size());
      for (Verdict.Refused refused : verdict.refused()) {
        out.get(REJECTED).output(rejector.reject(refused.reason(), refused.detail(), exchange));
      }
      Map<String, Integer> targets = new HashMap<>();
      List<Interaction> proposals = new ArrayList<>();
      for (Verdict.Accepted accepted : verdict.accepted()) {
        targets.put(accepted.candidate().getItemId(), accepted.candidate().getSyntheticTarget());
        proposals.add(
            synthetic(
                shortlist,
                accepted,
                exchange,
                Calibrator.probability(context.sideInput(calibration), accepted.confidence())));
      }
      proposals.sort(mostConfidentFirst(seed));
      for (int rank = 0; rank < proposals.size(); rank++) {
        Interaction proposal = proposals.get(rank);
        if (rank < itemsPerUser) {
          out.get(PROPOSED).output(KV.of(targets.get(proposal.getItemId()), proposal));
        } else {
          rejected.inc();
          out.get(REJECTED)
              .output(
                  rejector.reject(
                      Reason.OVER_USER_QUOTA,
                      "rank " + (rank + 1) + ", quota " + itemsPerUser,
                      proposal));
        }
      }
    }

    private Interaction synthetic(
        Shortlist shortlist, Verdict.Accepted accepted, Exchange exchange, double probability) {
      return Interaction.newBuilder()
          .setUserId(shortlist.getUserId())
          .setItemId(accepted.candidate().getItemId())
          .setEventTime(shortlist.getLastTime())
          .setWeight(weight)
          .setOrigin(Origin.SYNTHETIC)
          .setConfidence(probability)
          .setExchangeId(exchange.getExchangeId())
          .build();
    }
  }

  private static final class ItemQuota
      extends DoFn<KV<Integer, Iterable<List<KV<Integer, Interaction>>>>, Interaction> {
    private final Counter synthetic = Metrics.counter("LlmGenerate", "synthetic");
    private final Counter rejected = Metrics.counter("LlmGenerate", "rejected");
    private final Rejector rejector;
    private final long seed;

    ItemQuota(Rejector rejector, long seed) {
      this.rejector = rejector;
      this.seed = seed;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<List<KV<Integer, Interaction>>>> shard,
        MultiOutputReceiver out) {
      Map<String, List<Interaction>> byItem = new HashMap<>();
      Map<String, Integer> quotas = new HashMap<>();
      for (List<KV<Integer, Interaction>> pack : shard.getValue()) {
        for (KV<Integer, Interaction> proposal : pack) {
          String item = proposal.getValue().getItemId();
          quotas.put(item, proposal.getKey());
          byItem.computeIfAbsent(item, id -> new ArrayList<>()).add(proposal.getValue());
        }
      }
      byItem.forEach(
          (item, proposals) -> {
            proposals.sort(mostConfidentFirst(seed));
            int quota = quotas.get(item);
            for (int rank = 0; rank < proposals.size(); rank++) {
              if (rank < quota) {
                synthetic.inc();
                out.get(SYNTHETIC).output(proposals.get(rank));
              } else {
                rejected.inc();
                out.get(REJECTED)
                    .output(
                        rejector.reject(
                            Reason.OVER_ITEM_QUOTA,
                            "rank " + (rank + 1) + ", quota " + quota,
                            proposals.get(rank)));
              }
            }
          });
    }
  }
}
