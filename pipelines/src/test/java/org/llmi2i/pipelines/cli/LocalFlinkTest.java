package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;
import org.llmi2i.pipelines.read.InputException;

/** Flink in this process starts for every run anew, whatever became of the last one. */
@RunWith(JUnit4.class)
public class LocalFlinkTest {

  private final ProgramOptions options =
      Options.parse(ProgramOptions.class, new String[] {"--runner=FlinkRunner"});

  @Test
  public void oneRunAfterTheOther() {
    assertEquals(3L, counted(1, 2, 3));
    assertEquals(2L, counted(4, 5));
  }

  @Test
  public void aRunAfterOneThatFailed() {
    InputException failure = assertThrows(InputException.class, () -> counted(1, -1));
    assertEquals("not below zero", failure.getMessage());
    assertEquals(1L, counted(1));
  }

  @Test
  public void aPipelineThatCannotBeTranslatedLeavesNothingBehind() {
    LocalRun.prepare(options);
    options.as(FlinkPipelineOptions.class).setExecutionModeForBatch("NO_SUCH_MODE");
    assertThrows(IllegalArgumentException.class, () -> LocalRun.run(pipeline(1)));
    options.as(FlinkPipelineOptions.class).setExecutionModeForBatch("BATCH_FORCED");
    assertEquals(1L, counted(1));
  }

  @Test
  public void theOptionsAreAsBefore() {
    counted(1);
    assertEquals("[local]", options.as(FlinkPipelineOptions.class).getFlinkMaster());
  }

  private long counted(Integer... numbers) {
    LocalRun.prepare(options);
    return RunCounts.of(LocalRun.run(pipeline(numbers))).get("Numbers.records");
  }

  private Pipeline pipeline(Integer... numbers) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(List.of(numbers))).apply(ParDo.of(new Count()));
    return pipeline;
  }

  private static final class Count extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer number) {
      if (number < 0) {
        throw new InputException("not below zero");
      }
      Metrics.counter("Numbers", "records").inc();
    }
  }
}
