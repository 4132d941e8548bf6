package org.llmi2i.llm.vertex;

import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.http.OneAttempt;

/** Google's client for one project and location, which sends a request out once. */
final class VertexClient implements AutoCloseable {
  private final GoogleCredentials credentials;
  private final OkHttpClient http;
  private final Client client;

  VertexClient(VertexFactory factory, GoogleCredentials credentials, int callsAtOnce) {
    this.credentials = credentials;
    this.http = OneAttempt.client(factory.timeout(), callsAtOnce);
    HttpOptions.Builder options =
        HttpOptions.builder()
            // Without the list the client sleeps after the last attempt, too.
            .retryOptions(
                HttpRetryOptions.builder().attempts(1).httpStatusCodes(List.of()).build());
    if (!factory.endpoint().isEmpty()) {
      options.baseUrl(factory.endpoint());
    }
    this.client =
        Client.builder()
            .vertexAI(true)
            .project(factory.project())
            .location(factory.location())
            .credentials(credentials)
            .httpOptions(options.build())
            .clientOptions(ClientOptions.builder().customHttpClient(http).build())
            .build();
  }

  /** Gets a token if there is none that holds, and says why there is none to be had. */
  Optional<Failure> refresh() {
    try {
      // The client would do so itself, and then no one could tell whose fault a failure is.
      credentials.refreshIfExpired();
      return Optional.empty();
    } catch (IOException e) {
      boolean passing = e instanceof Retryable retryable && retryable.isRetryable();
      return Optional.of(
          Failure.of(
              passing ? Failure.Kind.UNREACHABLE : Failure.Kind.DENIED,
              "the credentials give no token: " + e.getClass().getSimpleName()));
    }
  }

  Client client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    OneAttempt.close(http);
  }
}
