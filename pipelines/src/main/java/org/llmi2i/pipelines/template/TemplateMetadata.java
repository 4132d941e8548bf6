package org.llmi2i.pipelines.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.llmi2i.pipelines.cli.Options;
import org.llmi2i.pipelines.refine.RefineOptions;

/** Compares the template's {@code metadata.json} with the options of the main job. */
public final class TemplateMetadata {
  /**
   * Options of the command line alone: they print, or read files of the machine that starts the
   * job.
   */
  private static final Set<String> LOCAL =
      Set.of("verbose", "dryRun", "promptTemplates", "llmKeyFile");

  private TemplateMetadata() {}

  /** Prints what differs in the file of this name, and fails if anything does. */
  public static void main(String[] arguments) throws IOException {
    List<String> problems = problems(new ObjectMapper().readTree(Path.of(arguments[0]).toFile()));
    problems.forEach(System.err::println);
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /** What differs, a line each, in order of the options and then of the metadata. */
  static List<String> problems(JsonNode metadata) {
    List<String> problems = new ArrayList<>();
    Map<String, Options.Described> options = Options.described(RefineOptions.class);
    options.keySet().removeAll(LOCAL);
    Set<String> seen = new HashSet<>();
    for (JsonNode parameter : metadata.path("parameters")) {
      String name = parameter.path("name").asText();
      if (!seen.add(name)) {
        problems.add(name + ": is there twice");
      } else if (!options.containsKey(name)) {
        problems.add(name + ": is no option of a run on Dataflow");
      } else {
        compare(name, options.get(name), parameter, problems);
      }
    }
    options.keySet().stream()
        .filter(name -> !seen.contains(name))
        .forEach(name -> problems.add(name + ": is missing"));
    return problems;
  }

  private static void compare(
      String name, Options.Described option, JsonNode parameter, List<String> problems) {
    same(name + ".isOptional", !option.required(), parameter.path("isOptional"), problems);
    same(name + ".helpText", option.description(), parameter.path("helpText"), problems);
    if (!option.required()) {
      same(name + ".defaultValue", option.standard(), parameter.path("defaultValue"), problems);
    }
    for (String needed : List.of("label", "groupName", "paramType")) {
      if (parameter.path(needed).asText().isEmpty()) {
        problems.add(name + "." + needed + ": is missing");
      }
    }
    for (JsonNode regex : parameter.path("regexes")) {
      try {
        if (!option.required() && !Pattern.matches(regex.asText(), option.standard())) {
          problems.add(name + ".regexes: " + regex.asText() + " refuses the default");
        }
      } catch (PatternSyntaxException e) {
        problems.add(name + ".regexes: " + regex.asText() + " is no regular expression");
      }
    }
  }

  private static void same(String what, Object expected, JsonNode found, List<String> problems) {
    if (!found.asText().equals(expected.toString())) {
      problems.add(what + ": must be '" + expected + "', is '" + found.asText() + "'");
    }
  }
}
