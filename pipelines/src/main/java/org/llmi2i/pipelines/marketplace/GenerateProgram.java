package org.llmi2i.pipelines.marketplace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Writes a generated marketplace. */
public final class GenerateProgram implements Program {
  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "Generate a marketplace of any size as CSV: a log, a catalogue, and which rows are noise.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return GenerateOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    GenerateOptions options = Options.parse(GenerateOptions.class, arguments);
    Marketplace marketplace =
        Marketplace.of(options.getUsers(), options.getItems(), options.getInteractions())
            .withNoiseShare(options.getNoiseShare())
            .withSeed(options.getSeed());
    MarketplaceGenerator.Counts counts = write(marketplace, Path.of(options.getOutput()));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d users, %,d items, %,d interactions, %,d of them noise%n",
        options.getOutput(),
        counts.users(),
        counts.items(),
        counts.interactions(),
        counts.noiseInteractions());
  }

  /**
   * Writes a marketplace.
   *
   * @throws IllegalArgumentException if the folder cannot be written
   */
  public static MarketplaceGenerator.Counts write(Marketplace marketplace, Path folder) {
    try {
      return MarketplaceGenerator.write(marketplace, folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("output: cannot write to " + folder + ": " + e, e);
    }
  }
}
