package org.llmi2i.pipelines.table;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.llmi2i.pipelines.dataflow.DataflowJob;

/** A table as Dataflow would get it. */
public class TableDataflowTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** Who changes a name breaks the update of jobs that are running. */
  @Test
  public void stepsKeepTheirNames() throws IOException {
    Path folder = temporary.getRoot().toPath().toRealPath();
    Path log = Files.writeString(folder.resolve("log.csv"), "user_id,item_id\na,x\nb,x\n");
    DataflowJob job =
        DataflowJob.of(
            folder,
            TableOptions.class,
            List.of("--interactions=" + log, "--output=" + folder.resolve("table.csv")),
            (pipeline, options) ->
                TableProgram.setUp(pipeline, options, folder.resolve("table").toString()));
    assertEquals(
        List.of(
            "CoOccurrence/Group",
            "CoOccurrence/Index",
            "CoOccurrence/Route",
            "CoOccurrence/Rows",
            "ReadInteractions/Join",
            "ReadInteractions/Read",
            "Write/Encode and sort",
            "Write/Merge",
            "Write/Once",
            "Write/Parts"),
        job.stepNames());
    assertEquals(List.of(), job.stepsEncodedBy("SerializableCoder"));
    assertFalse(job.tellsItsToken());
  }
}
