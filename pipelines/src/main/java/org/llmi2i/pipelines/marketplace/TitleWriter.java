package org.llmi2i.pipelines.marketplace;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes titles that no other item of the catalogue has. Every title names its theme and its
 * product, so that a reader of titles alone can tell which items belong together.
 */
final class TitleWriter {
  private static final int TRIES = 12;
  private static final double COLOUR_SHARE = 0.35;
  private static final double MATERIAL_SHARE = 0.35;
  private static final double SET_SHARE = 0.1;
  private static final double SIZE_SHARE = 0.1;
  private static final List<Integer> SET_SIZES = List.of(2, 3, 4, 6, 8, 12);
  private static final List<String> SIZES =
      List.of("Mini", "Small", "Medium", "Large", "Extra Large");

  private final Vocabulary vocabulary;
  private final SplittableRandom random;
  private final Set<String> written = new HashSet<>();

  TitleWriter(Vocabulary vocabulary, SplittableRandom random) {
    this.vocabulary = vocabulary;
    this.random = random;
  }

  /** A new title for a product of a category in a theme. */
  String write(Vocabulary.Theme theme, Vocabulary.Category category, Vocabulary.Product product) {
    String title = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      // Plain titles go first; the more are taken, the more attributes it needs to stand apart.
      title = compose(theme, category, product, attempt * 0.05);
      if (written.add(title)) {
        return title;
      }
    }
    for (int edition = 2; ; edition++) {
      String numbered = title + " No. " + edition;
      if (written.add(numbered)) {
        return numbered;
      }
    }
  }

  private String compose(
      Vocabulary.Theme theme,
      Vocabulary.Category category,
      Vocabulary.Product product,
      double extra) {
    StringBuilder title = new StringBuilder();
    if (random.nextDouble() < SET_SHARE + extra && !isPlural(product.noun())) {
      title.append("Set of ").append(pick(SET_SIZES)).append(' ');
      append(title, theme, category, extra);
      return title.append(plural(product.noun())).toString();
    }
    if (random.nextDouble() < SIZE_SHARE + extra) {
      title.append(pick(SIZES)).append(' ');
    }
    append(title, theme, category, extra);
    return title.append(product.noun()).toString();
  }

  private void append(
      StringBuilder title, Vocabulary.Theme theme, Vocabulary.Category category, double extra) {
    if (random.nextDouble() < COLOUR_SHARE + extra) {
      title.append(pick(vocabulary.colours())).append(' ');
    }
    title.append(pick(theme.words())).append(' ');
    if (random.nextDouble() < MATERIAL_SHARE + extra) {
      title.append(pick(category.materials())).append(' ');
    }
  }

  private static boolean isPlural(String noun) {
    return (noun.endsWith("s") && !noun.endsWith("ss")) || noun.contains(" and ");
  }

  private static String plural(String noun) {
    int with = noun.indexOf(" with ");
    if (with > 0) {
      return plural(noun.substring(0, with)) + noun.substring(with);
    }
    if (noun.endsWith("s") || noun.endsWith("sh") || noun.endsWith("ch") || noun.endsWith("x")) {
      return noun + "es";
    }
    if (noun.endsWith("y") && "aeiou".indexOf(noun.charAt(noun.length() - 2)) < 0) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun + "s";
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
