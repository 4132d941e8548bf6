package org.llmi2i.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, spoken to by the Chrome DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final BlockingQueue<String> received;
  private final List<JsonNode> events = new ArrayList<>();
  private int calls;

  private Chromium(Process process, WebSocket socket, BlockingQueue<String> received)
      throws Exception {
    this.process = process;
    this.socket = socket;
    this.received = received;
    String target =
        call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Where a Chromium or Chrome is installed on the path of commands, if anywhere. */
  static Optional<Path> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty folder that it may fill
   */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                // A container's root may not make a sandbox; the page is our own.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      if (line.startsWith(LISTENING)) {
        Thread drain = new Thread(() -> said.lines().forEach(more -> {}));
        drain.setDaemon(true);
        drain.start();
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket =
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(line.substring(LISTENING.length())), new Whole(received))
                .get(1, TimeUnit.MINUTES);
        return new Chromium(process, socket, received);
      }
    }
    throw new IOException("Chromium does not start: " + lines);
  }

  /** Puts the parts of a message together. */
  private static final class Whole implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<String> received;

    Whole(BlockingQueue<String> received) {
      this.received = received;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** The page's size in CSS pixels, and its colours: light or dark. */
  void look(int width, int height, String colours) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "screen",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  /** The page as a printer gets it. */
  void lookAtPaper() throws Exception {
    call("Emulation.setEmulatedMedia", Map.of("media", "print"));
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path file) throws Exception {
    events.clear();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    while (events.stream()
        .noneMatch(event -> event.get("method").asText().equals("Page.loadEventFired"))) {
      receive();
    }
  }

  /** The value of a JavaScript expression; a promise is waited for. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** Types into what has the focus, as a keyboard does. */
  void type(String text) throws Exception {
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key by its name, such as ArrowDown. */
  void press(String key, int code) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "text",
              key.equals("Enter") && type.equals("keyDown") ? "\r" : ""));
    }
  }

  /** The whole page as a PNG. */
  byte[] screenshot() throws Exception {
    JsonNode answer = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  /** What the page complained of since it was opened: exceptions, console, blocked content. */
  List<String> complaints() {
    return named("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded");
  }

  /** The addresses that the page asked for since it was opened, its own among them. */
  List<String> requests() {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.get("params").get("request").get("url").asText())
        .toList();
  }

  private List<String> named(String... methods) {
    return events.stream()
        .filter(event -> List.of(methods).contains(event.get("method").asText()))
        .map(event -> event.get("params").toString())
        .toList();
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    return call(session, method, parameters);
  }

  private JsonNode call(String toSession, String method, Map<String, ?> parameters)
      throws Exception {
    int id = ++calls;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (toSession != null) {
      message.put("sessionId", toSession);
    }
    socket.sendText(message.toString(), true).get(1, TimeUnit.MINUTES);
    while (true) {
      JsonNode answer = receive();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  /** The next message; an event is noted, too. */
  private JsonNode receive() throws Exception {
    String text = received.poll(1, TimeUnit.MINUTES);
    if (text == null) {
      throw new IOException("Chromium is silent");
    }
    JsonNode message = JSON.readTree(text);
    if (message.has("method")) {
      events.add(message);
    }
    return message;
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    process.destroy();
    process.waitFor();
  }
}
