package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.junit.Test;
import org.llmi2i.pipelines.refine.RefineOptions;

/** {@link Options}: what is read, and what is said of mistakes. */
public class OptionsTest {
  private static final String[] FILES = {
    "--interactions=log.csv", "--items=items.csv", "--output=out"
  };

  @Test
  public void aRunnerMayBeNamedInAnyWay() {
    for (String name : List.of("DirectRunner", "direct", "DIRECT", "directrunner")) {
      assertEquals(DirectRunner.class, parse("--runner=" + name).getRunner());
    }
    for (String name : List.of("FlinkRunner", "flink", "Flink")) {
      assertEquals(FlinkRunner.class, parse("--runner=" + name).getRunner());
    }
  }

  @Test
  public void anOptionThatIsGivenTwice() {
    assertRefused("--k is given twice", "--k=5", "--k=6");
    assertRefused("--runner is given twice", "--runner=flink", "--runner=direct");
  }

  @Test
  public void anOptionWithoutItsValue() {
    assertRefused("--split needs a value: --split=value", "--split");
    assertRefused("--k needs a value: --k=value", "--k");
    assertRefused("--runner needs a value: --runner=value", "--runner");
    assertTrue(parse("--verbose").isVerbose());
  }

  @Test
  public void anotherRunner() {
    assertRefused(
        "runner: must be DirectRunner, FlinkRunner or DataflowRunner, got SparkRunner",
        "--runner=SparkRunner");
    assertRefused("runner: must be DirectRunner, FlinkRunner or DataflowRunner, got ", "--runner=");
  }

  @Test
  public void optionsOfTheRunnersAreKnown() {
    RefineOptions flink = parse("--parallelism=3");
    assertEquals(Integer.valueOf(3), flink.as(FlinkPipelineOptions.class).getParallelism());
    RefineOptions direct = parse("--runner=direct", "--targetParallelism=5");
    assertEquals(5, direct.as(DirectOptions.class).getTargetParallelism());
    assertRefused(
        "--targetParallelism is no option; did you mean --maxParallelism? See --help",
        "--targetParallelism=5");
  }

  @Test
  public void anUnknownOptionSuggestsTheNearest() {
    assertRefused(
        "--simularity is no option; did you mean --similarity? See --help", "--simularity=swing");
    assertRefused("--K is no option; did you mean --k? See --help", "--K=5");
    assertRefused(
        "--tail-share is no option; did you mean --tailShare? See --help", "--tail-share=0.1");
    assertRefused("--seeds is no option; did you mean --seed? See --help", "--seeds=1");
  }

  @Test
  public void aWordThatIsNoOption() {
    assertRefused("log.csv: options are written --name=value; see --help", "log.csv");
    assertRefused("-k=5: options are written --name=value; see --help", "-k=5");
  }

  @Test
  public void aWordIsToldFromOptionsWhereverItStands() {
    assertEquals(
        new Options.Words(Optional.of("smollm2"), List.of("--cache=a b", "--verbose")),
        Options.words(new String[] {"--cache=a b", "smollm2", "--verbose"}));
    assertEquals(
        new Options.Words(Optional.empty(), List.of("--verbose", "-k=5")),
        Options.words(new String[] {"--verbose", "-k=5"}));
    assertEquals(new Options.Words(Optional.empty(), List.of()), Options.words(new String[0]));
  }

  @Test
  public void aSecondWord() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Options.words(new String[] {"smollm2", "--verbose", "there"}));
    assertEquals(
        "there: only one name can be given, and there is smollm2; options are written --name=value",
        thrown.getMessage());
  }

  @Test
  public void aValueOfTheWrongType() {
    assertRefused("--k=many: must be a whole number", "--k=many");
    assertRefused("--k=1.5: must be a whole number", "--k=1.5");
    assertRefused("--k=99999999999: must be a whole number", "--k=99999999999");
    assertRefused("--seed=x: must be a whole number", "--seed=x");
    assertRefused("--tailShare=a fifth: must be a number", "--tailShare=a fifth");
    assertRefused("--verbose=maybe: must be true or false", "--verbose=maybe");
    assertRefused("--k=: must be a whole number", "--k=");
    assertRefused("--parallelism=x: must be a whole number", "--parallelism=x");
    assertRefused("--objectReuse=x: must be true or false", "--objectReuse=x");
  }

  @Test
  public void aRequiredOptionThatIsMissingOrEmpty() {
    for (String[] arguments :
        new String[][] {
          {"--items=items.csv", "--output=out"},
          {"--items=items.csv", "--output=out", "--interactions="}
        }) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class, () -> Options.parse(RefineOptions.class, arguments));
      assertEquals("--interactions is required", thrown.getMessage());
    }
  }

  private static RefineOptions parse(String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(FILES));
    arguments.addAll(Arrays.asList(more));
    return Options.parse(RefineOptions.class, arguments.toArray(String[]::new));
  }

  private static void assertRefused(String message, String... arguments) {
    IllegalArgumentException thrown =
        assertThrows(message, IllegalArgumentException.class, () -> parse(arguments));
    assertEquals(message, thrown.getMessage());
  }
}
