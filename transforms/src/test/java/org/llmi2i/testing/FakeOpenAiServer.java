package org.llmi2i.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;

/**
 * A server of the chat completions protocol that answers by a script. Equal requests are told by
 * their Idempotency-Key.
 *
 * <pre>{@code
 * try (FakeOpenAiServer server = FakeOpenAiServer.start(
 *     request -> request.attempt() == 1
 *         ? FakeOpenAiServer.error(429, "slow down").withHeader("Retry-After", "1")
 *         : FakeOpenAiServer.answer("{\"answers\":[]}"))) {
 *   OpenAiFactory.of("a-model").withEndpoint(server.endpoint());
 * }
 * }</pre>
 */
public final class FakeOpenAiServer extends FakeServer {
  /** Tokens that every answer says its prompt took. */
  public static final int INPUT_TOKENS = 100;

  /** Tokens that every answer says it took. */
  public static final int OUTPUT_TOKENS = 20;

  private FakeOpenAiServer(Function<Request, Reply> script) {
    super(script);
  }

  public static FakeOpenAiServer start(Function<Request, Reply> script) {
    return new FakeOpenAiServer(script);
  }

  /** The base address, as a client wants it. */
  public String endpoint() {
    return address() + "/v1";
  }

  /** A whole answer of this content. */
  public static Reply answer(String content) {
    return reply(completion(content, "stop"));
  }

  /** An answer that the limit of tokens cut off. */
  public static Reply truncated(String content) {
    return reply(completion(content, "length"));
  }

  /** The model says that it will not answer. */
  public static Reply refused(String refusal) {
    ObjectNode completion = completion(null, "stop");
    message(completion).put("refusal", refusal);
    return reply(completion);
  }

  public static Reply error(int status, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("message", message).put("type", "an_error");
    return Reply.of(status, error.toString());
  }

  /** An answer's JSON, to be changed at will. */
  public static ObjectNode completion(String content, String finishReason) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("id", "chatcmpl-1")
            .put("object", "chat.completion")
            .put("created", 1767225600)
            .put("model", "fake-2026-01-01");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", content);
    choice.put("finish_reason", finishReason).putNull("logprobs");
    root.putObject("usage")
        .put("prompt_tokens", INPUT_TOKENS)
        .put("completion_tokens", OUTPUT_TOKENS)
        .put("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS);
    return root;
  }

  public static Reply reply(JsonNode completion) {
    return Reply.of(200, completion.toString());
  }

  private static ObjectNode message(ObjectNode completion) {
    return (ObjectNode) completion.at("/choices/0/message");
  }

  @Override
  protected String key(Map<String, String> headers, JsonNode body) {
    return headers.getOrDefault("idempotency-key", "");
  }

  @Override
  protected String system(JsonNode body) {
    return body.at("/messages/0/content").asText();
  }

  @Override
  protected String user(JsonNode body) {
    return body.at("/messages/1/content").asText();
  }
}
