package org.llmi2i.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;

/**
 * Vertex AI's generateContent, answered by a script. Equal requests are told by their messages.
 *
 * <p>Use it as {@link FakeOpenAiServer}, with {@code VertexFactory.of("gemini-2.5-flash",
 * "a-project", "a-region").withEndpoint(server.endpoint())}.
 */
public final class FakeVertexServer extends FakeServer {
  /** Tokens that every answer says its prompt took. */
  public static final int INPUT_TOKENS = 100;

  /** Tokens that every answer says it took. */
  public static final int OUTPUT_TOKENS = 20;

  private FakeVertexServer(Function<Request, Reply> script) {
    super(script);
  }

  public static FakeVertexServer start(Function<Request, Reply> script) {
    return new FakeVertexServer(script);
  }

  /** The base address, as a client wants it. */
  public String endpoint() {
    return address();
  }

  /** A whole answer of this text. */
  public static Reply answer(String text) {
    return reply(response(text, "STOP"));
  }

  /** An answer that the limit of tokens cut off. */
  public static Reply truncated(String text) {
    return reply(response(text, "MAX_TOKENS"));
  }

  /** The answer was begun and withheld. */
  public static Reply refused(String finishReason) {
    ObjectNode response = response("", finishReason);
    ((ObjectNode) response.at("/candidates/0")).remove("content");
    return reply(response);
  }

  /** The prompt was not even answered. */
  public static Reply blocked(String blockReason) {
    ObjectNode response = JSON.createObjectNode();
    response.putObject("promptFeedback").put("blockReason", blockReason);
    response.putObject("usageMetadata").put("promptTokenCount", INPUT_TOKENS);
    return reply(response);
  }

  public static Reply error(int status, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", status).put("message", message).put("status", "A_STATUS");
    return Reply.of(status, error.toString());
  }

  /** An answer's JSON, to be changed at will. */
  public static ObjectNode response(String text, String finishReason) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode candidate = root.putArray("candidates").addObject();
    candidate
        .putObject("content")
        .put("role", "model")
        .putArray("parts")
        .addObject()
        .put("text", text);
    candidate.put("finishReason", finishReason);
    root.putObject("usageMetadata")
        .put("promptTokenCount", INPUT_TOKENS)
        .put("candidatesTokenCount", OUTPUT_TOKENS)
        .put("totalTokenCount", INPUT_TOKENS + OUTPUT_TOKENS);
    return root.put("modelVersion", "fake-001");
  }

  public static Reply reply(JsonNode response) {
    return Reply.of(200, response.toString());
  }

  @Override
  protected String key(Map<String, String> headers, JsonNode body) {
    return system(body) + "\n---\n" + user(body);
  }

  @Override
  protected String system(JsonNode body) {
    return body.at("/systemInstruction/parts/0/text").asText();
  }

  @Override
  protected String user(JsonNode body) {
    return body.at("/contents/0/parts/0/text").asText();
  }
}
