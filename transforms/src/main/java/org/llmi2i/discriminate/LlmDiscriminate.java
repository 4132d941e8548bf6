package org.llmi2i.discriminate;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
import org.llmi2i.candidates.Shortlists;
import org.llmi2i.history.History;
import org.llmi2i.llm.Verdict;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Exchange;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Rejected;
import org.llmi2i.schemas.Task;
import org.llmi2i.shards.LeftJoin;
import org.llmi2i.shards.Shards;
import org.llmi2i.stages.Calibration;
import org.llmi2i.stages.Candidate;
import org.llmi2i.stages.ItemStatistics;
import org.llmi2i.stages.Judgement;
import org.llmi2i.stages.Shortlist;

/**
 * A language model judges interactions, and the implausible are dropped.
 *
 * <p>In: the interactions to judge, synthetic, observed or both, of users who have a history. One
 * request is made for {@link #withItemsPerRequest} of a user's items, with the history that the
 * judged items are left out of. An interaction is plausible if its calibrated probability reaches
 * the calibration's threshold. An observed interaction that the model cannot judge is kept, a
 * synthetic one is dropped; a tail item keeps its most plausible observed users up to {@link
 * #withMinSupport}.
 *
 * <p>Out: {@link #KEPT} and {@link #REJECTED}, together as many as came in; {@link #DROPPED}, as
 * many as rejected; and {@link #EXCHANGES}.
 */
@AutoValue
public abstract class LlmDiscriminate
    extends PTransform<PCollection<Interaction>, PCollectionTuple> {
  /** The plausible interactions. */
  public static final TupleTag<Interaction> KEPT = new TupleTag<>("kept") {};

  /** The others. */
  public static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  /** Each rejected interaction with what the model thinks of it. */
  public static final TupleTag<KV<Judgement, Interaction>> DROPPED = new TupleTag<>("dropped") {};

  /** What was asked and answered. */
  public static final TupleTag<Exchange> EXCHANGES = new TupleTag<>("exchanges") {};

  private static final TupleTag<Shortlist> REQUESTS = new TupleTag<>("requests") {};
  private static final TupleTag<Judgement> UNTITLED = new TupleTag<>("untitled") {};

  abstract Asking asking();

  abstract PCollectionView<Calibration> calibration();

  abstract PCollection<History> histories();

  abstract PCollectionView<Map<String, ItemStatistics>> catalog();

  abstract Rejector rejector();

  abstract int historyLength();

  abstract int itemsPerRequest();

  abstract int minSupport();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setAsking(Asking asking);

    abstract Builder setCalibration(PCollectionView<Calibration> calibration);

    abstract Builder setHistories(PCollection<History> histories);

    abstract Builder setCatalog(PCollectionView<Map<String, ItemStatistics>> catalog);

    abstract Builder setRejector(Rejector rejector);

    abstract Builder setHistoryLength(int historyLength);

    abstract Builder setItemsPerRequest(int itemsPerRequest);

    abstract Builder setMinSupport(int minSupport);

    abstract LlmDiscriminate build();
  }

  /**
   * Judges with this model.
   *
   * @param asking the model, and how to ask it
   * @param calibration turns confidence into probability, and holds the threshold
   * @param histories of the users whose interactions are judged
   * @param catalog every item by id
   * @param rejector names the run in rejected records
   */
  public static LlmDiscriminate of(
      Asking asking,
      PCollectionView<Calibration> calibration,
      PCollection<History> histories,
      PCollectionView<Map<String, ItemStatistics>> catalog,
      Rejector rejector) {
    return new AutoValue_LlmDiscriminate.Builder()
        .setAsking(asking)
        .setCalibration(calibration)
        .setHistories(histories)
        .setCatalog(catalog)
        .setRejector(rejector.in("LlmDiscriminate"))
        .setHistoryLength(10)
        .setItemsPerRequest(60)
        .setMinSupport(5)
        .build();
  }

  /** How many of a user's last items the model reads, at least 1; default 10. */
  public LlmDiscriminate withHistoryLength(int historyLength) {
    return toBuilder().setHistoryLength(atLeastOne("historyLength", historyLength)).build();
  }

  /** How many items one request asks about, at least 1; default 60. */
  public LlmDiscriminate withItemsPerRequest(int itemsPerRequest) {
    return toBuilder().setItemsPerRequest(atLeastOne("itemsPerRequest", itemsPerRequest)).build();
  }

  /** How many observed users a tail item keeps, whatever the model says; at least 1, default 5. */
  public LlmDiscriminate withMinSupport(int minSupport) {
    return toBuilder().setMinSupport(atLeastOne("minSupport", minSupport)).build();
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
    }
    return value;
  }

  @Override
  public PCollectionTuple expand(PCollection<Interaction> interactions) {
    PCollectionTuple requests =
        histories()
            .apply("Join", LeftJoin.of(History::userId, interactions, Interaction::getUserId))
            .apply(
                "Requests",
                ParDo.of(new ToRequests(catalog(), historyLength(), itemsPerRequest()))
                    .withSideInputs(catalog())
                    .withOutputTags(REQUESTS, TupleTagList.of(UNTITLED)));
    PCollection<KV<Shortlist, Exchange>> answered =
        requests.get(REQUESTS).apply("Ask", AskModel.of(Task.DISCRIMINATE, asking()));
    PCollection<Judgement> judgements =
        PCollectionList.of(
                answered.apply(
                    "Judge", ParDo.of(new Judge(calibration())).withSideInputs(calibration())))
            .and(requests.get(UNTITLED))
            .apply("Judgements", Flatten.pCollections());
    PCollectionTuple decided =
        judgements
            .apply(
                "Interactions",
                LeftJoin.of(
                    judgement -> pairKey(judgement.getUserId(), judgement.getItemId()),
                    interactions,
                    interaction -> pairKey(interaction.getUserId(), interaction.getItemId())))
            .apply("ByItem", Shards.by(judged -> judged.getKey().getItemId()))
            .apply(
                "Decide",
                ParDo.of(new Decide(rejector(), minSupport(), calibration(), catalog()))
                    .withSideInputs(calibration(), catalog())
                    .withOutputTags(KEPT, TupleTagList.of(REJECTED).and(DROPPED)));
    return PCollectionTuple.of(KEPT, decided.get(KEPT))
        .and(REJECTED, decided.get(REJECTED))
        .and(DROPPED, decided.get(DROPPED))
        .and(EXCHANGES, answered.apply("Exchanges", Values.create()));
  }

  private static String pairKey(String userId, String itemId) {
    // The length keeps ("ab", "c") apart from ("a", "bc").
    return userId.length() + ":" + userId + itemId;
  }

  private static final class ToRequests extends DoFn<KV<History, List<Interaction>>, Shortlist> {
    private final PCollectionView<Map<String, ItemStatistics>> catalogView;
    private final int historyLength;
    private final int itemsPerRequest;

    ToRequests(
        PCollectionView<Map<String, ItemStatistics>> catalogView,
        int historyLength,
        int itemsPerRequest) {
      this.catalogView = catalogView;
      this.historyLength = historyLength;
      this.itemsPerRequest = itemsPerRequest;
    }

    @ProcessElement
    public void process(
        @Element KV<History, List<Interaction>> user,
        ProcessContext context,
        MultiOutputReceiver out) {
      Map<String, ItemStatistics> catalog = context.sideInput(catalogView);
      History history = user.getKey();
      TreeSet<String> items = new TreeSet<>();
      user.getValue().forEach(interaction -> items.add(interaction.getItemId()));
      List<Candidate> candidates = new ArrayList<>();
      for (String item : items) {
        String title = catalog.get(item).getTitle();
        if (title.isBlank()) {
          out.get(UNTITLED)
              .output(new Judgement(history.userId(), item, null, "the item has no title"));
        } else {
          candidates.add(new Candidate(item, title, 0));
        }
      }
      for (int from = 0; from < candidates.size(); from += itemsPerRequest) {
        List<Candidate> judged =
            candidates.subList(from, Math.min(from + itemsPerRequest, candidates.size()));
        HashSet<String> without = new HashSet<>();
        judged.forEach(candidate -> without.add(candidate.getItemId()));
        out.get(REQUESTS)
            .output(
                Shortlists.of(
                    history,
                    history.lastItems(historyLength, without),
                    new ArrayList<>(judged),
                    catalog));
      }
    }
  }

  /** One judgement for every candidate, whatever the model answered. */
  private static final class Judge extends DoFn<KV<Shortlist, Exchange>, Judgement> {
    private final PCollectionView<Calibration> calibrationView;

    Judge(PCollectionView<Calibration> calibrationView) {
      this.calibrationView = calibrationView;
    }

    @ProcessElement
    public void process(
        @Element KV<Shortlist, Exchange> answered,
        ProcessContext context,
        OutputReceiver<Judgement> out) {
      Calibration calibration = context.sideInput(calibrationView);
      Shortlist shortlist = answered.getKey();
      Verdict verdict = Verdict.of(shortlist, answered.getValue());
      Map<String, Double> probabilities = new HashMap<>();
      for (Verdict.Accepted accepted : verdict.accepted()) {
        probabilities.put(
            accepted.candidate().getItemId(),
            Calibrator.probability(calibration, accepted.confidence()));
      }
      String failure =
          verdict.refused().isEmpty()
              ? "the answer leaves the item out"
              : verdict.refused().get(0).reason() + ": " + verdict.refused().get(0).detail();
      for (Candidate candidate : shortlist.getCandidates()) {
        Double probability = probabilities.get(candidate.getItemId());
        out.output(
            new Judgement(
                shortlist.getUserId(),
                candidate.getItemId(),
                probability,
                probability == null ? failure : ""));
      }
    }
  }
}
