package org.llmi2i.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The report of a run: one HTML file that needs no network, nor may use one.
 *
 * <p>Texts of a run are anybody's. As HTML the template engine escapes them; as data of a script
 * they have no character that could end it, and the scripts make text of them, never markup. Should
 * one get through all the same, the page's policy lets no script run but the two or three whose
 * hashes it names.
 */
public final class HtmlReport {
  /** The whole of D3; the version is that of the dependency. */
  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";

  private HtmlReport() {}

  /**
   * Writes the report, as UTF-8.
   *
   * @param curves what many runs measured; the report leaves out what is empty
   * @param explorer the explorer's data, a JSON file; null for a report without
   */
  public static void write(
      Findings findings, Curves curves, @Nullable InputStream explorer, OutputStream file)
      throws IOException {
    String style = resource("report.css");
    List<String> scripts = new ArrayList<>(List.of(resource(D3), resource("charts.js")));
    if (explorer != null) {
      scripts.add(resource("explorer.js"));
    }
    ReportCharts charts = ReportCharts.of(findings, curves);
    Map<String, Object> page = ReportPage.of(findings, charts);
    page.put("style", style);
    page.put("scripts", scripts);
    page.put("policy", policy(style, scripts));
    page.put("figures", inScript(json(charts)));
    page.put("hasExplorer", explorer != null);
    page.put("explorer", explorer == null ? "" : inScript(text(explorer)));
    Template template = Mustache.compiler().escapeHTML(true).compile(resource("report.mustache"));
    try (Writer out = new OutputStreamWriter(file, StandardCharsets.UTF_8)) {
      template.execute(page, out);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(in, name + " is not on the class path").readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }

  /** What the page may do: nothing but run these scripts and look like this. */
  private static String policy(String style, List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; base-uri 'none'; ");
    policy.append("form-action 'none'; style-src ").append(hash(style)).append("; script-src");
    scripts.forEach(script -> policy.append(' ').append(hash(script)));
    return policy.toString();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // They are texts and numbers.
    }
  }

  /** The same JSON without what HTML or an old JavaScript sees in it; only texts have these. */
  private static String inScript(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
