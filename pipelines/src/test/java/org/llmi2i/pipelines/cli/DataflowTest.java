package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.junit.Test;
import org.llmi2i.pipelines.table.TableOptions;

/** {@link Dataflow}: what the runner needs is asked for before anything is sent. */
public class DataflowTest {
  private static TableOptions options(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--interactions=gs://shop/log.csv";
    arguments[1] = "--output=gs://shop/table.csv";
    arguments[2] = "--runner=DataflowRunner";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Options.parse(TableOptions.class, arguments);
  }

  @Test
  public void whatIsMissingIsNamed() {
    assertRefused(
        "region: --runner=DataflowRunner needs where the workers run, such as europe-west4",
        "--project=shop",
        "--region=");
    assertRefused(
        "tempLocation: --runner=DataflowRunner needs a folder such as gs://bucket/temp",
        "--project=shop",
        "--region=europe-west4");
  }

  private static void assertRefused(String message, String... more) {
    TableOptions options = options(more);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> LocalRun.prepare(options)).getMessage());
  }

  @Test
  public void aPaceIsSharedAmongTheWorkersThatTheJobMayGet() {
    TableOptions options =
        options("--project=shop", "--region=europe-west4", "--tempLocation=gs://shop/temp");
    assertEquals(20, LocalRun.prepare(options));
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    assertEquals(20, dataflow.getMaxNumWorkers());
    assertEquals("n2-standard-4", dataflow.getWorkerMachineType());

    assertEquals(
        3,
        LocalRun.prepare(
            options(
                "--project=shop",
                "--region=europe-west4",
                "--tempLocation=gs://shop/temp",
                "--maxNumWorkers=3")));
  }

  @Test
  public void aFolderOfThisMachineIsRefused() {
    TableOptions options = options();
    assertEquals(
        "output: Dataflow's workers see no disk of this machine; name gs://bucket/... or"
            + " bigquery:..., got out/table.csv",
        assertThrows(
                IllegalArgumentException.class,
                () -> Dataflow.requireShared(options, "output", "out/table.csv"))
            .getMessage());
    Dataflow.requireShared(options, "output", "gs://shop/table.csv");
    Dataflow.requireShared(options, "ledger", "");
    options.setRunner(DirectRunner.class);
    Dataflow.requireShared(options, "output", "out/table.csv");
  }
}
