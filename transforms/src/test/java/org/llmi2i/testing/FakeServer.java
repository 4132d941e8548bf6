package org.llmi2i.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmi2i.schemas.Task;

/**
 * An HTTP server on this machine that answers by a script, badly if so told, and counts. It serves
 * many connections at once; the script is called from many threads.
 */
public abstract class FakeServer implements AutoCloseable {
  protected static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CANDIDATE = Pattern.compile("(?m)^\\d+\\. (\".*\")$");

  static {
    // Or every answer on a kept connection waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Function<Request, Reply> script;
  private final List<Request> requests = new ArrayList<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Map<String, Integer> delivered = new ConcurrentHashMap<>();

  protected FakeServer(Function<Request, Reply> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /**
   * A request as it came.
   *
   * @param path with the query, if any
   * @param headers by their names in lower case
   * @param key what the server tells equal requests by
   * @param attempt which request of this key it is, from 1
   * @param system the first message
   * @param user the second message
   */
  public record Request(
      String path,
      Map<String, String> headers,
      JsonNode body,
      String key,
      int attempt,
      String system,
      String user) {

    /** The task, told by the word on which only a discriminator's schema insists. */
    public Task task() {
      return body.toString().contains("\"enum\"") ? Task.DISCRIMINATE : Task.GENERATE;
    }

    /** Titles of the numbered candidates, in the standard template's form. */
    public List<String> candidates() {
      List<String> titles = new ArrayList<>();
      Matcher matcher = CANDIDATE.matcher(user);
      while (matcher.find()) {
        try {
          titles.add(JSON.readValue(matcher.group(1), String.class));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return titles;
    }
  }

  /** What the server tells equal requests by. */
  protected abstract String key(Map<String, String> headers, JsonNode body);

  protected abstract String system(JsonNode body);

  protected abstract String user(JsonNode body);

  /** {@code http://127.0.0.1:port}. */
  protected final String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests, in the order in which they came. */
  public final List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests came, by key. */
  public final Map<String, Integer> requestsByKey() {
    return new TreeMap<>(attempts);
  }

  /** How many answers were written whole with status 200 to an open connection, by key. */
  public final Map<String, Integer> deliveredByKey() {
    return new TreeMap<>(delivered);
  }

  @Override
  public final void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      Request request = read(exchange);
      Reply reply = script.apply(request);
      if (!reply.delay().isZero()
          && closed.await(reply.delay().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      if (reply.isWholeAnswer()) {
        deliver(exchange, reply, request.key());
      } else {
        write(exchange, reply);
        if (reply.stalls()) {
          closed.await();
        }
      }
    } catch (IOException e) {
      // The client is gone: the answer does not count as delivered.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts before it writes, or a client that has its answer could look before it is counted. */
  private void deliver(HttpExchange exchange, Reply reply, String key) throws IOException {
    delivered.merge(key, 1, Integer::sum);
    try {
      write(exchange, reply);
    } catch (IOException e) {
      delivered.computeIfPresent(key, (same, times) -> times == 1 ? null : times - 1);
      throw e;
    }
  }

  private Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    String key = key(headers, body);
    Request request =
        new Request(
            exchange.getRequestURI().toString(),
            headers,
            body,
            key,
            attempts.merge(key, 1, Integer::sum),
            system(body),
            user(body));
    synchronized (requests) {
      requests.add(request);
    }
    return request;
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.status() == 0) {
      return;
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(Arrays.copyOf(body, reply.sent()));
      exchange.getResponseBody().flush();
    }
  }
}
