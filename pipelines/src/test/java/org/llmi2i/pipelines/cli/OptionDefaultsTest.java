package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import org.junit.Test;
import org.llmi2i.pipelines.demo.DemoOptions;
import org.llmi2i.pipelines.evaluate.EvaluateOptions;
import org.llmi2i.pipelines.marketplace.GenerateOptions;
import org.llmi2i.pipelines.model.ModelOptions;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.table.TableOptions;
import org.llmi2i.pipelines.tuning.TuneOptions;
import org.llmi2i.pipelines.tuning.TuningDataOptions;

/** What the options of every program are unless they are set. */
public class OptionDefaultsTest {
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
}
