package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.junit.Test;
import org.llmi2i.pipelines.demo.DemoOptions;
import org.llmi2i.pipelines.demo.DemoProgram;
import org.llmi2i.pipelines.evaluate.EvaluateOptions;
import org.llmi2i.pipelines.evaluate.EvaluateProgram;
import org.llmi2i.pipelines.marketplace.GenerateOptions;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.model.ModelOptions;
import org.llmi2i.pipelines.model.ModelProgram;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.pipelines.table.TableOptions;
import org.llmi2i.pipelines.table.TableProgram;
import org.llmi2i.pipelines.tuning.TuneOptions;
import org.llmi2i.pipelines.tuning.TuneProgram;
import org.llmi2i.pipelines.tuning.TuningDataOptions;
import org.llmi2i.pipelines.tuning.TuningDataProgram;

/** {@link Options}: what is read, what is said of mistakes, and the help. */
public class OptionsTest {
  private static final String[] FILES = {
    "--interactions=log.csv", "--items=items.csv", "--output=out"
  };

  @Test
  public void everyOptionOfTheMainJobHasItsDefault() {
    Map<String, String> described =
        Options.describe(RefineOptions.class, Options.parse(RefineOptions.class, FILES));
    assertEquals(
        Map.ofEntries(
            Map.entry("bigQueryMethod", "file_loads"),
            Map.entry("bigQueryProject", ""),
            Map.entry("coOccurrenceWeight", "2.0"),
            Map.entry("discriminate", "synthetic"),
            Map.entry("eventTimeFormat", "auto"),
            Map.entry("falsePositiveRate", "0.3"),
            Map.entry("historyLength", "0"),
            Map.entry("interactionColumns", ""),
            Map.entry("interactions", "log.csv"),
            Map.entry("itemColumns", ""),
            Map.entry("items", "items.csv"),
            Map.entry("k", "50"),
            Map.entry("knownNoise", ""),
            Map.entry("liveDays", "90"),
            Map.entry("domain", ""),
            Map.entry("dryRun", "false"),
            Map.entry("ledger", ""),
            Map.entry("llmBatchFolder", ""),
            Map.entry("llmConcurrency", "32"),
            Map.entry("llmEndpoint", ""),
            Map.entry("llmKeyFile", ""),
            Map.entry("llmLabels", ""),
            Map.entry("llmLogprobs", "false"),
            Map.entry("llmMinRam", ""),
            Map.entry("llmModel", ""),
            Map.entry("llmProject", ""),
            Map.entry("llmRegion", "global"),
            Map.entry("llmRequestsPerMinute", "0"),
            Map.entry("llmSchema", "json_schema"),
            Map.entry("llmTimeoutSeconds", "120"),
            Map.entry("llmTokensPerMinute", "0"),
            Map.entry("llmWorkers", "0"),
            Map.entry("maxCalls", "0"),
            Map.entry("maxCost", "0.0"),
            Map.entry("maxTokens", "0"),
            Map.entry("reportItems", "5000"),
            Map.entry("promptTemplates", ""),
            Map.entry("tokenPrices", ""),
            Map.entry("llm", "embedded"),
            Map.entry("output", "out"),
            Map.entry("publish", "gate"),
            Map.entry("runner", "FlinkRunner"),
            Map.entry("seed", "42"),
            Map.entry("shrinkage", "5.0"),
            Map.entry("similarity", "cosine"),
            Map.entry("split", "0.9"),
            Map.entry("syntheticPerItem", "100"),
            Map.entry("syntheticWeight", "1.0"),
            Map.entry("tailShare", "0.2"),
            Map.entry("target", "tail"),
            Map.entry("triggers", "20"),
            Map.entry("validation", "false"),
            Map.entry("verbose", "false")),
        described);
  }

  @Test
  public void everyOptionOfTheMainJobCanBeSet() {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("bigQueryMethod", "storage_write_api"),
            Map.entry("bigQueryProject", "payer"),
            Map.entry("coOccurrenceWeight", "0.5"),
            Map.entry("discriminate", "all"),
            Map.entry("eventTimeFormat", "dd/MM/yyyy"),
            Map.entry("falsePositiveRate", "0.25"),
            Map.entry("historyLength", "5"),
            Map.entry("interactionColumns", "user_id=Customer"),
            Map.entry("interactions", "a.csv"),
            Map.entry("itemColumns", "title=Name"),
            Map.entry("items", "b.csv"),
            Map.entry("k", "7"),
            Map.entry("knownNoise", "noise.csv"),
            Map.entry("liveDays", "30"),
            Map.entry("domain", "Wine."),
            Map.entry("dryRun", "true"),
            Map.entry("ledger", "all"),
            Map.entry("llmBatchFolder", "gs://b/f"),
            Map.entry("llmConcurrency", "8"),
            Map.entry("llmEndpoint", "http://localhost:1/v1"),
            Map.entry("llmKeyFile", "key.txt"),
            Map.entry("llmLabels", "a=b"),
            Map.entry("llmLogprobs", "true"),
            Map.entry("llmMinRam", "32GB"),
            Map.entry("llmModel", "m"),
            Map.entry("llmProject", "p"),
            Map.entry("llmRegion", "europe-west4"),
            Map.entry("llmRequestsPerMinute", "600"),
            Map.entry("llmSchema", "none"),
            Map.entry("llmTimeoutSeconds", "9"),
            Map.entry("llmTokensPerMinute", "7000"),
            Map.entry("llmWorkers", "4"),
            Map.entry("maxCalls", "300"),
            Map.entry("maxCost", "1.5"),
            Map.entry("maxTokens", "90000"),
            Map.entry("promptTemplates", "mine"),
            Map.entry("reportItems", "9"),
            Map.entry("tokenPrices", "1,2"),
            Map.entry("llm", "other"),
            Map.entry("output", "there"),
            Map.entry("publish", "never"),
            Map.entry("runner", "DirectRunner"),
            Map.entry("seed", "-1"),
            Map.entry("shrinkage", "0.5"),
            Map.entry("similarity", "swing"),
            Map.entry("split", "2011-10-01"),
            Map.entry("syntheticPerItem", "3"),
            Map.entry("syntheticWeight", "0.5"),
            Map.entry("tailShare", "0.3"),
            Map.entry("target", "all"),
            Map.entry("triggers", "10"),
            Map.entry("validation", "true"),
            Map.entry("verbose", "true"));
    String[] arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);

    assertEquals(
        settings,
        Options.describe(RefineOptions.class, Options.parse(RefineOptions.class, arguments)));
  }

  @Test
  public void everyOptionOfTheTableProgramHasItsDefault() {
    assertEquals(
        Map.ofEntries(
            Map.entry("backwardWeight", "1.0"),
            Map.entry("blockMemoryMiB", "256"),
            Map.entry("eventTimeFormat", "auto"),
            Map.entry("halfLifeDays", "0.0"),
            Map.entry("interactionColumns", ""),
            Map.entry("interactions", "log.csv"),
            Map.entry("k", "100"),
            Map.entry("maxUserBehavior", "1000"),
            Map.entry("minSupport", "1"),
            Map.entry("minUserBehavior", "1"),
            Map.entry("onExcess", "sample"),
            Map.entry("output", "out.csv"),
            Map.entry("runner", "FlinkRunner"),
            Map.entry("seed", "42"),
            Map.entry("shrinkage", "0.0"),
            Map.entry("similarity", "swing"),
            Map.entry("verbose", "false")),
        Options.describe(
            TableOptions.class,
            Options.parse(
                TableOptions.class, new String[] {"--interactions=log.csv", "--output=out.csv"})));
  }

  @Test
  public void everyOptionOfTheComparisonHasItsDefault() {
    assertEquals(
        Map.ofEntries(
            Map.entry("eventTimeFormat", "auto"),
            Map.entry("holdout", "holdout.csv"),
            Map.entry("interactionColumns", ""),
            Map.entry("itemColumns", ""),
            Map.entry("items", ""),
            Map.entry("output", "out"),
            Map.entry("runner", "FlinkRunner"),
            Map.entry("seed", "42"),
            Map.entry("tables", "a.csv,b.csv"),
            Map.entry("tailShare", "0.2"),
            Map.entry("train", "train.csv"),
            Map.entry("triggers", "20"),
            Map.entry("verbose", "false")),
        Options.describe(
            EvaluateOptions.class,
            Options.parse(
                EvaluateOptions.class,
                new String[] {
                  "--tables=a.csv,b.csv",
                  "--train=train.csv",
                  "--holdout=holdout.csv",
                  "--output=out"
                })));
  }

  @Test
  public void everyOptionOfTheOtherProgramsHasItsDefault() {
    assertEquals(
        Map.of("output", "out/demo", "runner", "FlinkRunner", "seed", "42", "verbose", "false"),
        Options.describe(DemoOptions.class, Options.parse(DemoOptions.class, new String[0])));
    assertEquals(
        Map.of(
            "interactions", "40000",
            "items", "2500",
            "noiseShare", "0.1",
            "output", "out",
            "runner", "FlinkRunner",
            "seed", "42",
            "users", "2000",
            "verbose", "false"),
        Options.describe(
            GenerateOptions.class,
            Options.parse(GenerateOptions.class, new String[] {"--output=out"})));
    assertEquals(
        Map.of("cache", "~/.cache/llm-i2i/models", "runner", "FlinkRunner", "verbose", "false"),
        Options.describe(ModelOptions.class, Options.parse(ModelOptions.class, new String[0])));
  }

  @Test
  public void everyOptionOfTheTuningProgramsHasItsDefault() {
    assertEquals(
        Map.ofEntries(
            Map.entry("domain", ""),
            Map.entry("eventTimeFormat", "auto"),
            Map.entry("historyLength", "10"),
            Map.entry("interactionColumns", ""),
            Map.entry("interactions", "log.csv"),
            Map.entry("itemColumns", ""),
            Map.entry("items", "items.csv"),
            Map.entry("listLength", "20"),
            Map.entry("maxExamples", "20000"),
            Map.entry("otherWeight", "1.0"),
            Map.entry("output", "out"),
            Map.entry("runner", "FlinkRunner"),
            Map.entry("seed", "42"),
            Map.entry("split", "0.9"),
            Map.entry("tailShare", "0.2"),
            Map.entry("tailWeight", "4.0"),
            Map.entry("validationShare", "0.1"),
            Map.entry("verbose", "false")),
        Options.describe(TuningDataOptions.class, Options.parse(TuningDataOptions.class, FILES)));
    assertEquals(
        Map.ofEntries(
            Map.entry("displayName", "llm-i2i"),
            Map.entry("epochs", "0"),
            Map.entry("job", ""),
            Map.entry("llmEndpoint", ""),
            Map.entry("llmRegion", "us-central1"),
            Map.entry("model", "gemini-2.5-flash"),
            Map.entry("llmProject", "shop"),
            Map.entry("runner", "FlinkRunner"),
            Map.entry("trainFile", ""),
            Map.entry("validationFile", ""),
            Map.entry("verbose", "false"),
            Map.entry("wait", "true")),
        Options.describe(
            TuneOptions.class,
            Options.parse(TuneOptions.class, new String[] {"--llmProject=shop"})));
  }

  @Test
  public void theProgramsDoNotDisturbEachOther() {
    String[] table = {"--interactions=log.csv", "--output=out"};
    assertEquals(50, Options.parse(RefineOptions.class, FILES).getK());
    assertEquals(100, Options.parse(TableOptions.class, table).getK());
    assertEquals(50, Options.parse(RefineOptions.class, FILES).getK());
  }

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

  @Test
  public void helpListsEveryOptionWithItsDefault() {
    assertEquals(
        """
        ./i2i demo --option=value ...

        Run the main job on a generated marketplace, and see what comes out.

          --output  (default out/demo)
              The folder to write to: the marketplace in marketplace, the run in latest.
          --seed  (default 42)
              Which marketplace, and seeds everything that is drawn.
          --verbose  (default false)
              Show the stack trace of an error.
          --runner  (default FlinkRunner)
              Where it runs: FlinkRunner or DirectRunner, both in this process, or DataflowRunner.
        """,
        Options.help(new DemoProgram()));
  }

  @Test
  public void helpShowsTheWordThatAProgramKnows() {
    assertEquals(
        "./i2i model [name] --option=value ...",
        Options.help(new ModelProgram()).lines().findFirst().orElseThrow());
  }

  @Test
  public void helpStartsWithWhatIsRequired() {
    assertEquals(
        List.of(
            "  --interactions  (required)",
            "  --output  (required)",
            "  --backwardWeight  (default 1.0)",
            "  --blockMemoryMiB  (default 256)",
            "  --eventTimeFormat  (default auto)",
            "  --halfLifeDays  (default 0.0)",
            "  --interactionColumns",
            "  --k  (default 100)",
            "  --maxUserBehavior  (default 1000)",
            "  --minSupport  (default 1)",
            "  --minUserBehavior  (default 1)",
            "  --onExcess  (default sample)",
            "  --seed  (default 42)",
            "  --shrinkage  (default 0.0)",
            "  --similarity  (default swing)",
            "  --verbose  (default false)",
            "  --runner  (default FlinkRunner)"),
        optionLines(new TableProgram()));
  }

  @Test
  public void theHelpOfEveryProgramExplainsEachOption() {
    for (Program program :
        List.of(
            new DemoProgram(),
            new RefineProgram(),
            new TableProgram(),
            new EvaluateProgram(),
            new TuningDataProgram(),
            new TuneProgram(),
            new GenerateProgram(),
            new ModelProgram())) {
      List<String> lines = Options.help(program).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("  --")) {
          assertTrue(lines.get(i), lines.get(i + 1).matches(" {6}[A-Z].*[^ ]"));
        }
      }
      assertEquals(
          Options.describe(program.options(), options(program)).size(),
          optionLines(program).size());
    }
  }

  private static ProgramOptions options(Program program) {
    List<String> required = new ArrayList<>();
    for (String line : optionLines(program)) {
      if (line.endsWith("(required)")) {
        required.add(line.strip().replace("  (required)", "=x"));
      }
    }
    return Options.parse(program.options(), required.toArray(String[]::new));
  }

  private static List<String> optionLines(Program program) {
    return Options.help(program).lines().filter(line -> line.startsWith("  --")).toList();
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
