package org.llmi2i.llm.vertex;

import com.google.auth.oauth2.GoogleCredentials;
import java.util.Optional;
import org.llmi2i.llm.Answer;
import org.llmi2i.llm.Capabilities;
import org.llmi2i.llm.Failure;
import org.llmi2i.llm.Prompt;
import org.llmi2i.llm.PromptTemplate;
import org.llmi2i.llm.http.HttpModel;

/**
 * A Gemini model on Vertex AI, see {@link VertexFactory}.
 *
 * <p>Answers are asked for under a JSON schema, at temperature 0 and with a fixed seed; so equal
 * prompts get equal answers as far as the server can keep that promise. Thoughts count as output.
 */
public final class VertexModel extends HttpModel {
  private static final int CALLS_AT_ONCE = 256;

  private final VertexFactory factory;
  private final GeminiFormat format;
  private final VertexClient vertex;

  VertexModel(VertexFactory factory, GoogleCredentials credentials) {
    super(factory.template());
    this.factory = factory;
    this.format = new GeminiFormat(factory);
    this.vertex = new VertexClient(factory, credentials, CALLS_AT_ONCE);
  }

  @Override
  protected Answer ask(Prompt prompt, PromptTemplate.Messages messages) {
    Optional<Failure> noToken = vertex.refresh();
    if (noToken.isPresent()) {
      return Answer.failed(noToken.get());
    }
    return GeminiFormat.read(
        vertex
            .client()
            .models
            .generateContent(
                factory.model(), format.contents(messages), format.config(prompt, messages)),
        messages);
  }

  @Override
  protected long outputLimit(Prompt prompt) {
    return format.outputLimit(prompt);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, 1, CALLS_AT_ONCE);
  }

  @Override
  public String provider() {
    return "vertex";
  }

  @Override
  public String model() {
    return factory.model();
  }

  @Override
  public String parameters() {
    return format.parameters();
  }

  @Override
  public void close() {
    vertex.close();
  }
}
