package org.llmi2i.pipelines.llm;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.llmi2i.ask.Prices;

/**
 * List prices of tokens, {@code prices.csv}: by provider and the beginning of the model's name.
 * They change; the table says when they were noted.
 */
final class PriceTable {
  /** What a batch job costs of the price of single requests. */
  private static final double BATCH = 0.5;

  private PriceTable() {}

  /**
   * The prices of a model; of several beginnings that match, the longest counts. Those of batch
   * jobs follow from those of single requests.
   */
  static Optional<Prices> of(String provider, String model) {
    return provider.equals("vertex-batch")
        ? listed("vertex", model)
            .map(prices -> new Prices(BATCH * prices.input(), BATCH * prices.output()))
        : listed(provider, model);
  }

  private static Optional<Prices> listed(String provider, String model) {
    try (Reader in =
        new InputStreamReader(
            PriceTable.class.getResourceAsStream("prices.csv"), StandardCharsets.UTF_8)) {
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setCommentMarker('#')
          .get()
          .parse(in)
          .stream()
          .filter(row -> row.get("provider").equals(provider))
          .filter(row -> model.startsWith(row.get("model")))
          .max(Comparator.comparingInt((CSVRecord row) -> row.get("model").length()))
          .map(
              row ->
                  new Prices(
                      Double.parseDouble(row.get("input")), Double.parseDouble(row.get("output"))));
    } catch (IOException e) {
      throw new IllegalStateException("prices.csv", e);
    }
  }
}
