package org.llmi2i.pipelines.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.history.Event;
import org.llmi2i.history.History;
import org.llmi2i.rejected.Rejector;
import org.llmi2i.schemas.Rejected;

/** {@link ReadHistories}: users come out whole, however their rows lie in files, or in parts. */
public class ReadHistoriesTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();
  @Rule public final transient TemporaryFolder temporary = new TemporaryFolder();

  private static final Rejector REJECTOR = new Rejector("", "run-1", Instant.EPOCH);

  private Path folder;

  @Before
  public void folder() throws Exception {
    folder = temporary.getRoot().toPath().toRealPath();
  }

  @Test
  public void aUserOfTwoFilesHasOneHistory() throws Exception {
    write("a.csv", "user_id,item_id,event_time", "u,x,1000000002", "v,x,1000000001", "u,,3");
    write("b.csv", "user_id,item_id,event_time", "u,y,1000000001");
    PCollectionTuple read = pipeline.apply(log("*.csv"));
    PAssert.that(read.get(ReadHistories.HISTORIES))
        .containsInAnyOrder(
            new History("u", List.of(event("y", 1), event("x", 2))),
            new History("v", List.of(event("x", 1))));
    PAssert.that(details(read)).containsInAnyOrder("item_id is empty");
    pipeline.run();
  }

  @Test
  public void withoutJoinEveryRowIsInAPartOfItsUsersHistory() throws Exception {
    write("a.csv", "user_id,item_id,event_time", "u,x,1000000002", "v,x,1000000001", "u,,3");
    write("b.csv", "user_id,item_id,event_time", "u,y,1000000001");
    PCollectionTuple read = pipeline.apply(log("*.csv").withoutJoin());
    PAssert.that(
            read.get(ReadHistories.HISTORIES)
                .apply(
                    FlatMapElements.into(TypeDescriptors.strings()).via(ReadHistoriesTest::events)))
        .containsInAnyOrder("u x 2", "u y 1", "v x 1");
    PAssert.that(details(read)).containsInAnyOrder("item_id is empty");
    pipeline.run();
  }

  @Test
  public void aLogWithoutRowsHasNoHistory() throws Exception {
    write("a.csv", "user_id,item_id,event_time");
    PCollectionTuple read = pipeline.apply(log("a.csv"));
    PAssert.that(read.get(ReadHistories.HISTORIES)).empty();
    pipeline.run();
  }

  private ReadHistories log(String files) {
    return ReadHistories.of(ReadInteractions.from(folder + "/" + files, REJECTOR), /* seed= */ 7);
  }

  /** Why rows were rejected. */
  private static PCollection<String> details(PCollectionTuple read) {
    return read.get(ReadInteractions.REJECTED)
        .apply(MapElements.into(TypeDescriptors.strings()).via(Rejected::getDetail));
  }

  private static List<String> events(History part) {
    return part.events().stream()
        .map(event -> part.userId() + " " + event.itemId() + " " + event.micros() / 1_000_000 % 10)
        .toList();
  }

  private static Event event(String item, int second) {
    return new Event(item, (1_000_000_000L + second) * 1_000_000, 1);
  }

  private void write(String file, String... lines) throws Exception {
    Files.writeString(folder.resolve(file), Texts.lines(lines));
  }
}
