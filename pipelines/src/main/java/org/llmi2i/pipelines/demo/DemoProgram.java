package org.llmi2i.pipelines.demo;

import java.io.IOException;
import java.nio.file.Path;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;
import org.llmi2i.pipelines.marketplace.GenerateProgram;
import org.llmi2i.pipelines.marketplace.Marketplace;
import org.llmi2i.pipelines.marketplace.MarketplaceGenerator;
import org.llmi2i.pipelines.refine.RefineOptions;
import org.llmi2i.pipelines.refine.RefineProgram;

/** Generates a marketplace and runs the main job on it. */
public final class DemoProgram implements Program {
  private static final Marketplace MARKETPLACE = Marketplace.of(2000, 2500, 40_000);

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String summary() {
    return "Run the main job on a generated marketplace, and see what comes out.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return DemoOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    DemoOptions options = Options.parse(DemoOptions.class, arguments);
    Path folder = Path.of(options.getOutput(), "marketplace");
    GenerateProgram.write(MARKETPLACE.withSeed(options.getSeed()), folder);
    RefineProgram.refine(
        Options.parse(
            RefineOptions.class,
            new String[] {
              "--interactions=" + folder.resolve(MarketplaceGenerator.INTERACTIONS_FILE),
              "--items=" + folder.resolve(MarketplaceGenerator.ITEMS_FILE),
              "--knownNoise=" + folder.resolve(MarketplaceGenerator.NOISE_FILE),
              "--output=" + options.getOutput(),
              "--seed=" + options.getSeed(),
              "--runner=" + options.getRunner().getSimpleName()
            }));
  }
}
