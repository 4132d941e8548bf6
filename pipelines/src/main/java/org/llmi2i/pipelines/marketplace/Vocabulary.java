package org.llmi2i.pipelines.marketplace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The words of the marketplace: what is sold, in which themes, colours and materials. */
record Vocabulary(List<String> colours, List<Theme> themes, List<Category> categories) {
  private static final String RESOURCE = "vocabulary.txt";

  /** A taste that runs through many categories; any of its words places a title in it. */
  record Theme(String name, List<String> words) {}

  /** A department: what its products are made of and which products it sells. */
  record Category(String name, List<String> materials, List<Product> products) {}

  /** A product noun and the median price of such products. */
  record Product(String noun, double medianPrice) {}

  /** The vocabulary that ships with this class. */
  static Vocabulary load() {
    List<String> colours = new ArrayList<>();
    List<Theme> themes = new ArrayList<>();
    List<Category> categories = new ArrayList<>();
    for (String line : lines()) {
      String[] fields = line.split("\\s*\\|\\s*", -1);
      switch (fields[0]) {
        case "colours" -> colours.addAll(words(fields[1]));
        case "theme" -> themes.add(new Theme(fields[1], words(fields[2])));
        case "category" ->
            categories.add(new Category(fields[1], words(fields[2]), products(fields[3])));
        default -> throw new IllegalStateException(RESOURCE + ": unknown entry " + fields[0]);
      }
    }
    return new Vocabulary(List.copyOf(colours), List.copyOf(themes), List.copyOf(categories));
  }

  private static List<String> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Vocabulary.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String field) {
    return List.of(field.strip().split("\\s*,\\s*", -1));
  }

  private static List<Product> products(String field) {
    return words(field).stream().map(Vocabulary::product).toList();
  }

  private static Product product(String nounAndPrice) {
    int space = nounAndPrice.lastIndexOf(' ');
    return new Product(
        nounAndPrice.substring(0, space), Double.parseDouble(nounAndPrice.substring(space + 1)));
  }
}
