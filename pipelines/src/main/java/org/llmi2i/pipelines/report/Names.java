package org.llmi2i.pipelines.report;

import java.util.Locale;
import org.llmi2i.schemas.Slice;
import org.llmi2i.schemas.Variant;

/** What people read for the constants of the records. */
final class Names {
  private Names() {}

  static String of(Slice slice) {
    return words(slice.name()) + " items";
  }

  static String of(Variant variant) {
    return switch (variant) {
      case RANDOM_CONTROL -> "random users";
      case POPULARITY_CONTROL -> "active users";
      default -> words(variant.name());
    };
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
