package org.llmi2i.pipelines.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.cooccurrence.CoOccurrence;
import org.llmi2i.cooccurrence.Cosine;
import org.llmi2i.cooccurrence.NeighborRow;
import org.llmi2i.evaluate.Evaluate;
import org.llmi2i.evaluate.RandomControl;
import org.llmi2i.history.Histories;
import org.llmi2i.history.History;
import org.llmi2i.pipelines.publish.QualityGate;
import org.llmi2i.pipelines.write.WriteMetrics;
import org.llmi2i.schemas.Interaction;
import org.llmi2i.schemas.Item;
import org.llmi2i.schemas.Origin;
import org.llmi2i.schemas.Run;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;
import org.llmi2i.tail.CatalogView;
import org.llmi2i.tail.CountItems;
import org.llmi2i.tail.TailSelector;

/**
 * The verdict on a refinement, from interactions to metrics: shoppers of ten tastes, 30 of each,
 * who take the items of their taste. A taste's 10 head items are met often, its 10 tail items by
 * one shopper each; in the holdout every shopper takes a tail item.
 */
public class VerdictTest {
  private static final int TASTES = 10;
  private static final int SHOPPERS = 30;
  private static final int KIND = 10;
  private static final int SYNTHETIC = 5;

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private final List<Interaction> train = new ArrayList<>();
  private final List<Interaction> holdout = new ArrayList<>();

  /** Five shoppers of its taste for each tail item, who do not have it. */
  private final List<Interaction> synthetic = new ArrayList<>();

  public VerdictTest() {
    Random random = new Random(11);
    for (int taste = 0; taste < TASTES; taste++) {
      for (int shopper = 0; shopper < SHOPPERS; shopper++) {
        String user = user(taste, shopper);
        random
            .ints(0, KIND)
            .distinct()
            .limit(4)
            .forEach(head -> train.add(interaction(user, "head", head)));
        int had = shopper % KIND;
        if (shopper < KIND) {
          train.add(interaction(user, "tail", had));
        }
        holdout.add(interaction(user, "tail", (had + 1 + random.nextInt(KIND - 1)) % KIND));
      }
      for (int tail = 0; tail < KIND; tail++) {
        for (int i = 0; i < SYNTHETIC; i++) {
          String user = user(taste, KIND + (tail * 3 + i) % (SHOPPERS - KIND));
          Interaction written = interaction(user, "tail", tail);
          written.setOrigin(Origin.SYNTHETIC);
          synthetic.add(written);
        }
      }
    }
  }

  @Test
  public void whoKnowsTheTastesHelps() throws IOException {
    PCollection<Interaction> known = create("Known", synthetic);
    Findings findings = found(known);
    assertEquals(Findings.Verdict.LIFT, findings.verdict());
    assertTrue(QualityGate.GATE.opens(findings));
    assertTrue(Figures.sentence(findings).startsWith("The refinement helps: "));
  }

  /**
   * The same items as often, in place of the model's the users of a draw, and a control beside: the
   * verdict is no lift, and the gate stays closed.
   */
  @Test
  public void aRefinementByRandomUsersIsNoLift() throws IOException {
    PCollection<Interaction> drawn =
        create("Known", synthetic)
            .apply("Draw", RandomControl.of(histories("Drawn from", create("Log", train)), 1));
    Findings findings = found(drawn);
    assertEquals(Findings.Verdict.NO_LIFT, findings.verdict());
    assertFalse(QualityGate.GATE.opens(findings));
    assertTrue(Figures.sentence(findings).startsWith("No lift: "));
    assertTrue(
        "it was measured",
        findings.metric(Variant.REFINED, "RecallOverRandom", 50, Slice.TAIL).isPresent());
  }

  /** What a refinement by these interactions brings, beside the random control. */
  private Findings found(PCollection<Interaction> written) throws IOException {
    PCollection<Interaction> observed = create("Train", train);
    PCollection<History> histories = histories("Train histories", observed);
    PCollection<Interaction> control =
        create("To replace", synthetic).apply("Control", RandomControl.of(histories, 2));
    Path file = temporary.getRoot().toPath().toRealPath().resolve("metrics.json");
    histories
        .apply(
            "Evaluate",
            Evaluate.of(
                    histories("Holdout histories", create("Holdout", holdout)),
                    histories
                        .apply(
                            "CountItems",
                            CountItems.of(
                                pipeline.apply(
                                    "No items", Create.empty(AvroCoder.specific(Item.class)))))
                        .apply("TailSelector", TailSelector.byUsers(5))
                        .apply("Catalogue", CatalogView.create()),
                    "run")
                .withTable(Variant.BASE, "cosine", table("Base", observed))
                .withTable(Variant.REFINED, "cosine", table("Refined", both(observed, written)))
                .withTable(
                    Variant.RANDOM_CONTROL, "cosine", table("Random", both(observed, control))))
        .apply("Write", WriteMetrics.to(file.toString()));
    pipeline.run();
    try (InputStream metrics = Files.newInputStream(file)) {
      return Findings.read(metrics, new Run());
    }
  }

  private static PCollection<Interaction> both(
      PCollection<Interaction> observed, PCollection<Interaction> written) {
    return PCollectionList.of(observed)
        .and(written)
        .apply("With " + written.getName(), Flatten.pCollections());
  }

  private static PCollection<NeighborRow> table(
      String name, PCollection<Interaction> interactions) {
    return histories(name + " histories", interactions)
        .apply(name, CoOccurrence.of(Cosine.create()).withK(50));
  }

  private static PCollection<History> histories(
      String name, PCollection<Interaction> interactions) {
    return interactions.apply(name, Histories.collect());
  }

  private PCollection<Interaction> create(String name, List<Interaction> interactions) {
    return pipeline.apply(
        name, Create.of(interactions).withCoder(AvroCoder.specific(Interaction.class)));
  }

  private static String user(int taste, int shopper) {
    return taste + "-" + shopper;
  }

  /** With an item of the user's own taste. */
  private static Interaction interaction(String userId, String kind, int item) {
    String taste = userId.substring(0, userId.indexOf('-'));
    return Interaction.newBuilder()
        .setUserId(userId)
        .setItemId(taste + " " + kind + " " + item)
        .setEventTime(Instant.EPOCH)
        .build();
  }
}
