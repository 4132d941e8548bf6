package org.llmi2i.llm.openai;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.PromptTemplate;

/**
 * Makes models behind the chat completions protocol. It holds where the key lies, never the key.
 *
 * <pre>{@code
 * OpenAiFactory.of("qwen2.5-7b-instruct")
 *     .withEndpoint("http://localhost:8000/v1")
 *     .withLogprobs(true)
 * }</pre>
 */
@AutoValue
public abstract class OpenAiFactory implements LanguageModel.Factory {
  /** The environment variable that holds the key if no file does. */
  public static final String KEY_VARIABLE = "OPENAI_API_KEY";

  /** How a server takes the schema of an answer. */
  public enum Schema {
    /** As {@code {"type":"json_schema",...}}: OpenAI, vLLM, Ollama, llama.cpp. */
    JSON_SCHEMA,
    /**
     * As {@code {"type":"json_object","schema":...}}: llama-cpp-python; others ignore the schema.
     */
    JSON_OBJECT,
    /** Not at all: the prompt says what to answer. */
    NONE
  }

  /** Sent where no key is needed, as the client sends no request without one. */
  private static final String NO_KEY = "none";

  abstract String model();

  abstract String endpoint();

  /** Empty for none. */
  abstract String keyFile();

  abstract Duration timeout();

  abstract boolean logprobs();

  abstract Schema schema();

  abstract PromptTemplate template();

  abstract Builder toBuilder();

  /**
   * A model by its name at the server, such as {@code gpt-4.1-mini}; at OpenAI, with the key in the
   * environment variable OPENAI_API_KEY.
   */
  public static OpenAiFactory of(String model) {
    if (model.isBlank()) {
      throw new IllegalArgumentException("llmModel: must name a model, got nothing");
    }
    return new AutoValue_OpenAiFactory.Builder()
        .setModel(model.strip())
        .setEndpoint("https://api.openai.com/v1")
        .setKeyFile("")
        .setTimeout(Duration.ofMinutes(2))
        .setLogprobs(false)
        .setSchema(Schema.JSON_SCHEMA)
        .setTemplate(PromptTemplate.standard())
        .build();
  }

  /**
   * Another server: its base address, to which the client adds {@code /chat/completions}, so in
   * most cases ending in {@code /v1}, such as {@code http://localhost:8000/v1}. Default {@code
   * https://api.openai.com/v1}.
   *
   * @throws IllegalArgumentException if it is no address of http or https, or holds a user's name
   *     or password
   */
  public OpenAiFactory withEndpoint(String endpoint) {
    try {
      URI uri = new URI(endpoint.strip());
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || isSafe(uri);
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return toBuilder().setEndpoint(uri.toString().replaceAll("/+$", "")).build();
      }
    } catch (URISyntaxException e) {
      // Below: what was given may hold a password, which the exception would quote.
    }
    throw new IllegalArgumentException(
        "llmEndpoint: must be an address such as http://localhost:8000/v1, without user or"
            + " password");
  }

  /**
   * The file that holds the key, on the machine where the model is made, and nothing else. Default:
   * none, and the environment variable OPENAI_API_KEY there holds it. An endpoint that is not https
   * needs neither.
   */
  public OpenAiFactory withKeyFile(String path) {
    return toBuilder().setKeyFile(path).build();
  }

  /**
   * How long an attempt may take, all in all; default 120 seconds. Raise it for a slow server of
   * one's own: what is cut off is paid for all the same.
   *
   * @param timeout from a millisecond to an hour
   */
  public OpenAiFactory withTimeout(Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "llmTimeout: must be from 1 millisecond to 1 hour, got " + timeout);
    }
    return toBuilder().setTimeout(timeout).build();
  }

  /**
   * Whether a discriminator's confidences are the probabilities of its Yes and No, in place of what
   * it says of itself; default false. Servers that give no probabilities refuse the request or
   * ignore the wish; then what the model says stands.
   */
  public OpenAiFactory withLogprobs(boolean logprobs) {
    return toBuilder().setLogprobs(logprobs).build();
  }

  /** How the server takes the schema of an answer; default {@link Schema#JSON_SCHEMA}. */
  public OpenAiFactory withSchema(Schema schema) {
    return toBuilder().setSchema(schema).build();
  }

  /** How prompts are written; default {@link PromptTemplate#standard}. */
  public OpenAiFactory withTemplate(PromptTemplate template) {
    return toBuilder().setTemplate(template).build();
  }

  @Override
  public LanguageModel create() {
    return create(System::getenv);
  }

  LanguageModel create(UnaryOperator<String> environment) {
    return new OpenAiModel(this, key(environment).orElse(NO_KEY));
  }

  private Optional<String> key(UnaryOperator<String> environment) {
    if (!keyFile().isEmpty()) {
      return Optional.of(checked(read(keyFile()), "llmKeyFile: " + keyFile()));
    }
    String key = environment.apply(KEY_VARIABLE);
    if (key != null && !key.isBlank()) {
      return Optional.of(checked(key, KEY_VARIABLE));
    }
    if (isSafe(URI.create(endpoint()))) {
      throw new IllegalArgumentException(
          "llmKeyFile: the endpoint "
              + endpoint()
              + " needs a key: name a file, or set the environment variable "
              + KEY_VARIABLE);
    }
    return Optional.empty();
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("llmKeyFile: cannot be read: " + path, e);
    }
  }

  /** Without line breaks, which no header may have; the message does not quote the key. */
  private static String checked(String key, String where) {
    String stripped = key.strip();
    if (!stripped.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(where + ": must hold one key and nothing else");
    }
    return stripped;
  }

  private static boolean isSafe(URI endpoint) {
    return "https".equalsIgnoreCase(endpoint.getScheme());
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setModel(String model);

    abstract Builder setEndpoint(String endpoint);

    abstract Builder setKeyFile(String keyFile);

    abstract Builder setTimeout(Duration timeout);

    abstract Builder setLogprobs(boolean logprobs);

    abstract Builder setSchema(Schema schema);

    abstract Builder setTemplate(PromptTemplate template);

    abstract OpenAiFactory build();
  }
}
