package org.llmi2i.pipelines.llm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Splitter;
import org.llmi2i.ask.Budget;
import org.llmi2i.ask.Pace;
import org.llmi2i.ask.Prices;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.embedded.EmbeddedModel;
import org.llmi2i.llm.gguf.GgufModel;
import org.llmi2i.llm.openai.OpenAiFactory;
import org.llmi2i.llm.vertex.VertexBatchFactory;
import org.llmi2i.llm.vertex.VertexFactory;
import org.llmi2i.pipelines.bigquery.BigQueryName;
import org.llmi2i.schemas.Task;

/** Options of language models turned into what the transforms take. */
public final class LlmSettings {
  private static final List<String> PROVIDERS =
      List.of("embedded", "gguf", "openai", "vertex", "vertex-batch");

  private static final int PARTS_PER_WORKER = 4;

  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]*(MB|GB|MiB|GiB)");

  private LlmSettings() {}

  /**
   * The model that the options name.
   *
   * @throws IllegalArgumentException if an option is missing or has no meaning
   */
  public static LanguageModel.Factory model(LlmOptions options) {
    if (!PROVIDERS.contains(options.getLlm())) {
      throw new IllegalArgumentException(
          "llm: must be one of " + String.join(", ", PROVIDERS) + ", got " + options.getLlm());
    }
    return switch (options.getLlm()) {
      case "gguf" ->
          GgufModel.factory(model(options, "the path of a GGUF file; ./i2i model" + " fetches one"))
              .withDomain(options.getDomain());
      case "openai" -> openAi(options);
      case "vertex" -> vertex(options);
      case "vertex-batch" -> vertexBatch(options);
      default -> EmbeddedModel.factory();
    };
  }

  private static String model(LlmOptions options, String what) {
    return required("llmModel", options.getLlmModel(), what, options);
  }

  private static String required(String option, String value, String what, LlmOptions options) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(option + ": --llm=" + options.getLlm() + " needs " + what);
    }
    return value;
  }

  private static LanguageModel.Factory openAi(LlmOptions options) {
    OpenAiFactory factory =
        OpenAiFactory.of(model(options, "the model's name, as its server knows it"))
            .withEndpoint(
                required(
                    "llmEndpoint",
                    options.getLlmEndpoint(),
                    "the server's base address, such as http://localhost:8080/v1",
                    options))
            .withTimeout(Duration.ofSeconds(options.getLlmTimeoutSeconds()))
            .withLogprobs(options.isLlmLogprobs())
            .withSchema(schema(options.getLlmSchema()))
            .withTemplate(prompts(options));
    return options.getLlmKeyFile().isEmpty()
        ? factory
        : factory.withKeyFile(options.getLlmKeyFile());
  }

  private static OpenAiFactory.Schema schema(String name) {
    return switch (name) {
      case "json_schema" -> OpenAiFactory.Schema.JSON_SCHEMA;
      case "json_object" -> OpenAiFactory.Schema.JSON_OBJECT;
      case "none" -> OpenAiFactory.Schema.NONE;
      default ->
          throw new IllegalArgumentException(
              "llmSchema: must be one of json_schema, json_object, none, got " + name);
    };
  }

  private static VertexFactory vertex(LlmOptions options) {
    VertexFactory factory =
        VertexFactory.of(
                model(options, "the model's name, such as gemini-2.5-flash-lite"),
                required("llmProject", options.getLlmProject(), "a Google Cloud project", options),
                options.getLlmRegion())
            .withTimeout(Duration.ofSeconds(options.getLlmTimeoutSeconds()))
            .withTemplate(prompts(options));
    if (!options.getLlmEndpoint().isEmpty()) {
      factory = factory.withEndpoint(options.getLlmEndpoint());
    }
    return options.getLlmLabels().isEmpty() ? factory : factory.withLabels(labels(options));
  }

  private static LanguageModel.Factory vertexBatch(LlmOptions options) {
    String folder =
        required(
            "llmBatchFolder",
            options.getLlmBatchFolder(),
            "a folder on Cloud Storage, such as gs://bucket/batches",
            options);
    // Before there is a pipeline Beam knows only local files, and the folder is looked at earlier.
    FileSystems.setDefaultPipelineOptions(options);
    return VertexBatchFactory.of(vertex(options), folder);
  }

  private static Map<String, String> labels(LlmOptions options) {
    try {
      return Splitter.on(',').withKeyValueSeparator('=').split(options.getLlmLabels());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "llmLabels: must be key=value,... got " + options.getLlmLabels(), e);
    }
  }

  /** The prompts of text models. */
  static PromptTemplate prompts(LlmOptions options) {
    PromptTemplate prompts = PromptTemplate.standard().withDomain(options.getDomain());
    if (options.getPromptTemplates().isEmpty()) {
      return prompts;
    }
    Path folder = Path.of(options.getPromptTemplates());
    boolean any = false;
    for (Task task : Task.values()) {
      Path file = folder.resolve(PromptTemplate.fileName(task));
      if (Files.exists(file)) {
        prompts = prompts.withTemplate(task, text(file));
        any = true;
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "promptTemplates: there is neither generate.mustache nor discriminate.mustache in "
              + folder);
    }
    return prompts;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("promptTemplates: cannot read " + file, e);
    }
  }

  /** What the run may spend. */
  public static Budget budget(LlmOptions options) {
    notNegative("maxCalls", options.getMaxCalls() >= 0, options.getMaxCalls());
    notNegative("maxTokens", options.getMaxTokens() >= 0, options.getMaxTokens());
    notNegative("maxCost", options.getMaxCost() >= 0, options.getMaxCost());
    Budget budget = Budget.UNLIMITED;
    if (options.getMaxCalls() > 0) {
      budget = budget.withCalls(options.getMaxCalls());
    }
    if (options.getMaxTokens() > 0) {
      budget = budget.withTokens(options.getMaxTokens());
    }
    if (options.getMaxCost() > 0) {
      budget = budget.withCost(options.getMaxCost());
    }
    return budget;
  }

  private static void notNegative(String name, boolean holds, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }

  /**
   * What the model's tokens cost.
   *
   * @throws IllegalArgumentException if a limit of cost is set and the price is not known
   */
  public static Prices prices(LlmOptions options) {
    return prices(options.getLlm(), options.getLlmModel(), options.getTokenPrices())
        .orElseGet(
            () -> {
              if (options.getMaxCost() > 0) {
                throw new IllegalArgumentException(
                    "maxCost: the price of "
                        + options.getLlmModel()
                        + " is not known; give --tokenPrices=input,output in US dollars for a"
                        + " million tokens");
              }
              return Prices.FREE;
            });
  }

  /**
   * What a model's tokens cost, if that is known.
   *
   * @param tokenPrices as the option has it, {@code input,output}; empty for the list's
   * @throws IllegalArgumentException if these are no two prices
   */
  public static Optional<Prices> prices(String provider, String model, String tokenPrices) {
    if (tokenPrices.isEmpty()) {
      return PriceTable.of(provider, model);
    }
    String[] prices = tokenPrices.split(",", -1);
    try {
      if (prices.length == 2) {
        return Optional.of(
            new Prices(Double.parseDouble(prices[0]), Double.parseDouble(prices[1])));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "tokenPrices: must be two numbers such as 0.10,0.40, got " + tokenPrices);
  }

  /** How fast to ask. */
  public static Pace pace(LlmOptions options) {
    return Pace.standard()
        .withConcurrency(options.getLlmConcurrency())
        .withRequestsPerMinute(options.getLlmRequestsPerMinute())
        .withTokensPerMinute(options.getLlmTokensPerMinute())
        .withWorkers(workers(options));
  }

  private static int workers(LlmOptions options) {
    return options.getLlmWorkers() == 0 ? 1 : options.getLlmWorkers();
  }

  /** Into how many parts a stage's requests are divided. */
  public static int parts(LlmOptions options) {
    // A batch job takes them all; more jobs would wait in the queue longer, not less.
    return options.getLlm().equals("vertex-batch") ? 1 : PARTS_PER_WORKER * workers(options);
  }

  /**
   * What the workers need that ask.
   *
   * @throws IllegalArgumentException if that is no size of memory
   */
  public static ResourceHints resources(LlmOptions options) {
    String memory = options.getLlmMinRam();
    if (memory.isEmpty()) {
      return ResourceHints.create();
    }
    if (!MEMORY.matcher(memory).matches()) {
      throw new IllegalArgumentException(
          "llmMinRam: must be a size of memory such as 32GB, got " + memory);
    }
    return ResourceHints.create().withMinRam(memory);
  }

  /** Where the ledger is. */
  public static String ledger(LlmOptions options, String output) {
    if (!options.getLedger().isEmpty()) {
      return options.getLedger();
    }
    return BigQueryName.isNamed(output)
        ? output + ".exchanges"
        : output + (output.endsWith("/") ? "" : "/") + "ledger";
  }
}
