package org.llmi2i.pipelines.estimate;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * What Dataflow takes, in US dollars.
 *
 * @param vcpuHour for an hour of a virtual core
 * @param memoryGbHour for an hour of a gigabyte of memory
 * @param shuffleGb for a gigabyte that goes through the shuffle
 */
record CloudPrices(double vcpuHour, double memoryGbHour, double shuffleGb) {

  /** The list that the product carries, {@code prices.csv}. */
  static CloudPrices listed() {
    try (Reader in =
        new InputStreamReader(
            CloudPrices.class.getResourceAsStream("prices.csv"), StandardCharsets.UTF_8)) {
      return read("prices.csv", in);
    } catch (IOException e) {
      throw new IllegalStateException("prices.csv", e);
    }
  }

  /**
   * Prices of one's own, in a file of the same form.
   *
   * @throws IllegalArgumentException if the file cannot be read, or lacks a price
   */
  static CloudPrices of(Path file) {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new IllegalArgumentException("prices: cannot read " + file, e);
    }
  }

  private static CloudPrices read(String name, Reader in) throws IOException {
    Map<String, String> prices = new TreeMap<>();
    for (CSVRecord row :
        CSVFormat.DEFAULT
            .builder()
            .setHeader("what", "price")
            .setSkipHeaderRecord(true)
            .setCommentMarker('#')
            .get()
            .parse(in)) {
      if (row.size() != 2) {
        throw new IllegalArgumentException(
            "prices: " + name + ": must have what,price in each line");
      }
      prices.put(row.get("what"), row.get("price"));
    }
    return new CloudPrices(
        price(name, prices, "vcpu_hour"),
        price(name, prices, "memory_gb_hour"),
        price(name, prices, "shuffle_gb"));
  }

  private static double price(String name, Map<String, String> prices, String what) {
    String text = prices.get(what);
    if (text == null) {
      throw new IllegalArgumentException("prices: " + name + " lacks " + what);
    }
    try {
      double price = Double.parseDouble(text);
      if (price >= 0 && price < Double.POSITIVE_INFINITY) {
        return price;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "prices: " + name + ": " + what + " must be a number of at least 0, got " + text);
  }
}
