package org.llmi2i.pipelines.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.llmi2i.pipelines.demo.DemoProgram;
import org.llmi2i.pipelines.evaluate.EvaluateProgram;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.model.ModelProgram;
import org.llmi2i.pipelines.refine.RefineProgram;
import org.llmi2i.pipelines.table.TableProgram;
import org.llmi2i.pipelines.tuning.TuneProgram;
import org.llmi2i.pipelines.tuning.TuningDataProgram;

/** {@link Options#help}: every option of every program is in its help, with what it does. */
public class OptionsHelpTest {
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
}
