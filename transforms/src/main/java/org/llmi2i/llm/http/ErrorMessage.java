package org.llmi2i.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Response;

/** What a server says of a request that it did not answer. */
final class ErrorMessage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 14;
  private static final int MAX_CHARACTERS = 500;

  private ErrorMessage() {}

  /**
   * The message in an error's body: {@code {"error":{"message":"..."}}}, {@code {"error":"..."}},
   * or the body's text; in one line, without the request's key.
   */
  static String of(Response response) throws IOException {
    String message = message(text(response)).replaceAll("\\s+", " ").strip();
    String secret = response.request().header("Authorization");
    if (secret != null) {
      // A server may say which key it would not take.
      message = message.replace(secret.substring(secret.lastIndexOf(' ') + 1), "***");
    }
    return message.length() <= MAX_CHARACTERS
        ? message
        : message.substring(0, MAX_CHARACTERS) + "...";
  }

  private static String text(Response response) throws IOException {
    try {
      return new String(response.peekBody(MAX_BYTES).bytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The status says enough.
      return "";
    }
  }

  private static String message(String body) {
    try {
      JsonNode root = JSON.readTree(body);
      // Google's servers may send an array of one.
      JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
      String message = error.isTextual() ? error.asText() : error.path("message").asText("");
      return message.isEmpty() ? body : message;
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
