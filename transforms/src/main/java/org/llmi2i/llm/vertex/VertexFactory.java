package org.llmi2i.llm.vertex;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.llmi2i.llm.LanguageModel;
import org.llmi2i.llm.PromptTemplate;

/**
 * Makes models on Vertex AI, with the application-default credentials of the machine where a model
 * is made.
 *
 * <pre>{@code
 * VertexFactory.of("gemini-2.5-flash", "my-project", "europe-west1")
 *     .withLabels(Map.of("team", "recommendation"))
 * }</pre>
 */
@AutoValue
public abstract class VertexFactory implements LanguageModel.Factory {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  abstract String model();

  abstract String project();

  abstract String location();

  @SuppressWarnings("AutoValueImmutableFields") // A copy of what was given, seen here alone.
  abstract Map<String, String> labels();

  /** Empty for Vertex AI's own. */
  abstract String endpoint();

  abstract Duration timeout();

  abstract int thinkingBudget();

  abstract PromptTemplate template();

  abstract Builder toBuilder();

  /**
   * A model by its name, such as {@code gemini-2.5-flash}.
   *
   * @param project the project of Google Cloud that pays
   * @param location where the model runs: a region such as {@code europe-west1}, or {@code global}
   */
  public static VertexFactory of(String model, String project, String location) {
    return new AutoValue_VertexFactory.Builder()
        .setModel(required("llmModel", model))
        .setProject(required("llmProject", project))
        .setLocation(required("llmRegion", location))
        .setLabels(Map.of())
        .setEndpoint("")
        .setTimeout(Duration.ofMinutes(2))
        .setThinkingBudget(0)
        .setTemplate(PromptTemplate.standard())
        .build();
  }

  /** Labels of every request, by which a bill can be told apart; default none. */
  public VertexFactory withLabels(Map<String, String> labels) {
    // Sorted, so that equal labels give equal requests.
    return toBuilder().setLabels(new TreeMap<>(labels)).build();
  }

  /**
   * Another server's base address, such as a proxy's; default Vertex AI's in the location. To an
   * address that is not https no credentials are sent, and none are looked for.
   *
   * @throws IllegalArgumentException if it is no address of http or https, or holds a user's name
   *     or password
   */
  public VertexFactory withEndpoint(String endpoint) {
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
        "llmEndpoint: must be an address such as http://localhost:8000, without user or password");
  }

  /**
   * How long an attempt may take, all in all; default 120 seconds. What is cut off is paid for all
   * the same.
   *
   * @param timeout from a millisecond to an hour
   */
  public VertexFactory withTimeout(Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "llmTimeout: must be from 1 millisecond to 1 hour, got " + timeout);
    }
    return toBuilder().setTimeout(timeout).build();
  }

  /**
   * Tokens that the model may think before it answers; default 0. They are paid for as output. With
   * 0, thinking is turned off where the model lets it be ({@code gemini-2.5-flash} and its kin),
   * and not mentioned elsewhere; a model that cannot but think, such as {@code gemini-2.5-pro},
   * needs a budget, or its answers come truncated.
   *
   * @param tokens from 0 to 32,768; what a model allows is in its description
   */
  public VertexFactory withThinkingBudget(int tokens) {
    if (tokens < 0 || tokens > 32_768) {
      throw new IllegalArgumentException(
          "llmThinkingBudget: must be from 0 to 32768, got " + tokens);
    }
    return toBuilder().setThinkingBudget(tokens).build();
  }

  /** How prompts are written; default {@link PromptTemplate#standard}. */
  public VertexFactory withTemplate(PromptTemplate template) {
    return toBuilder().setTemplate(template).build();
  }

  @Override
  public LanguageModel create() {
    return create(credentials());
  }

  GoogleCredentials credentials() {
    return mayGetToken() ? applicationDefault() : token("none");
  }

  /** Whether the address is one that credentials may be sent to. */
  boolean mayGetToken() {
    return endpoint().isEmpty() || isSafe(URI.create(endpoint()));
  }

  LanguageModel create(GoogleCredentials credentials) {
    return new VertexModel(this, credentials);
  }

  /** Credentials of a fixed text, which never expire. */
  static GoogleCredentials token(String token) {
    return GoogleCredentials.create(new AccessToken(token, null));
  }

  private static GoogleCredentials applicationDefault() {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "llmProvider: vertex needs application-default credentials: run gcloud auth"
              + " application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
          e);
    }
  }

  private static String required(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": vertex needs it, got nothing");
    }
    return value.strip();
  }

  private static boolean isSafe(URI endpoint) {
    return "https".equalsIgnoreCase(endpoint.getScheme());
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setModel(String model);

    abstract Builder setProject(String project);

    abstract Builder setLocation(String location);

    abstract Builder setLabels(Map<String, String> labels);

    abstract Builder setEndpoint(String endpoint);

    abstract Builder setTimeout(Duration timeout);

    abstract Builder setThinkingBudget(int thinkingBudget);

    abstract Builder setTemplate(PromptTemplate template);

    abstract VertexFactory build();
  }
}
