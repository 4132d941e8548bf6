package org.llmi2i.pipelines.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableRow;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.io.gcp.testing.FakeDatasetService;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Splitter;

/**
 * The part of BigQuery's REST interface that Beam's fakes lack: views are made, replaced and got,
 * and the rows of a table of the fakes listed, one a page.
 */
public final class FakeTablesServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final FakeDatasetService datasets;
  private final Map<String, JsonNode> views = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();

  private FakeTablesServer(HttpServer server, FakeDatasetService datasets) {
    this.server = server;
    this.datasets = datasets;
  }

  public static FakeTablesServer start(FakeDatasetService datasets) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeTablesServer server = new FakeTablesServer(http, datasets);
    http.createContext("/bigquery/v2/", server::handle);
    http.start();
    return server;
  }

  /** The address that a client's requests begin with. */
  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** A view as it was last put, or null; its name is {@code project.dataset.table}. */
  public JsonNode view(String name) {
    return views.get(name);
  }

  /** What changed a table, each as method and table. */
  public synchronized List<String> changes() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    // bigquery/v2/projects/P/datasets/D/tables[/T[/data]]
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
    String method = exchange.getRequestMethod();
    String dataset = path[3] + "." + path[5];
    if (method.equals("GET") && path.length == 9) {
      rows(exchange, path);
    } else if (method.equals("GET")) {
      JsonNode view = views.get(dataset + "." + path[7]);
      answer(exchange, view == null ? 404 : 200, view == null ? error() : view);
    } else {
      ObjectNode view = (ObjectNode) JSON.readTree(body(exchange));
      view.put("type", "VIEW");
      String name = view.path("tableReference").path("tableId").asText();
      synchronized (this) {
        requests.add(method + " " + name);
      }
      boolean known = views.containsKey(dataset + "." + name);
      if (known == method.equals("PUT")) {
        views.put(dataset + "." + name, view);
        answer(exchange, 200, view);
      } else {
        answer(exchange, known ? 409 : 404, error());
      }
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  private void rows(HttpExchange exchange, String[] path) throws IOException {
    List<TableRow> rows;
    try {
      if (datasets.getTable(
              new TableReference().setProjectId(path[3]).setDatasetId(path[5]).setTableId(path[7]))
          == null) {
        answer(exchange, 404, error());
        return;
      }
      rows = datasets.getAllRows(path[3], path[5], path[7]);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> query =
        Splitter.on('&').withKeyValueSeparator('=').split(exchange.getRequestURI().getQuery());
    int page = Integer.parseInt(query.getOrDefault("pageToken", "0"));
    ObjectNode answer = JSON.createObjectNode();
    if (page < rows.size()) {
      ArrayNode listed = answer.putArray("rows");
      listed
          .addObject()
          .putArray("f")
          .addObject()
          .put("v", rows.get(page).get(query.get("selectedFields")).toString());
      if (page + 1 < rows.size()) {
        answer.put("pageToken", String.valueOf(page + 1));
      }
    }
    answer(exchange, 200, answer);
  }

  private static JsonNode error() {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("code", 404).put("message", "Not found");
    return error;
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
