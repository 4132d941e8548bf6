package org.llmi2i.pipelines.cli;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Reads the options of a program from the command line, and explains them.
 *
 * <p>Beam's own parser does the work, as templates and runners need it; what is added are messages
 * that name the option as the user typed it, suggest the nearest, and a help with defaults.
 */
public final class Options {
  private static final String INDENT = "      ";

  private static final Map<String, String> TYPES =
      Map.of(
          "int", "a whole number",
          "Integer", "a whole number",
          "long", "a whole number",
          "Long", "a whole number",
          "double", "a number",
          "Double", "a number",
          "boolean", "true or false",
          "Boolean", "true or false");

  private Options() {}

  /**
   * What a program with a word of its own was started with.
   *
   * @param word the word, such as {@code smollm2} in {@code ./i2i model smollm2 --cache=models}
   * @param options the other arguments
   */
  public record Words(Optional<String> word, List<String> options) {}

  /**
   * Tells a program's word from its options: what begins with no dash, wherever it stands.
   *
   * @throws IllegalArgumentException if there is more than one
   */
  public static Words words(String[] arguments) {
    List<String> words = Arrays.stream(arguments).filter(a -> !a.startsWith("-")).toList();
    if (words.size() > 1) {
      throw new IllegalArgumentException(
          words.get(1)
              + ": only one name can be given, and there is "
              + words.get(0)
              + "; options are written --name=value");
    }
    return new Words(
        words.stream().findFirst(),
        Arrays.stream(arguments).filter(a -> a.startsWith("-")).toList());
  }

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException if one is unknown, malformed, or missing
   */
  public static <T extends ProgramOptions> T parse(Class<T> type, String[] arguments) {
    List<String> normal = new ArrayList<>();
    // Measured on two cores and 788,189 interactions: Flink takes half the time of Direct.
    normal.add("--runner=FlinkRunner");
    List<Method> known = known(type, ofRunner(arguments));
    Set<String> given = new HashSet<>();
    for (String argument : arguments) {
      String normalized = normalize(argument, known);
      String name = name(normalized);
      if (!given.add(name)) {
        throw new IllegalArgumentException("--" + name + " is given twice");
      }
      checkType(normalized, type, known);
      if (normalized.startsWith("--runner=")) {
        normal.set(0, normalized);
      } else {
        normal.add(normalized);
      }
    }
    T options = PipelineOptionsFactory.fromArgs(normal.toArray(String[]::new)).as(type);
    for (Method getter : getters(type)) {
      Object value = value(options, getter);
      if (getter.isAnnotationPresent(Validation.Required.class)
          && (value == null || value.equals(""))) {
        throw new IllegalArgumentException("--" + name(getter) + " is required");
      }
    }
    return options;
  }

  private static Object value(Object options, Method getter) {
    try {
      return getter.invoke(options);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(getter.getName(), e);
    }
  }

  /** Beam names neither the option nor its value when the type is wrong. */
  private static void checkType(
      String argument, Class<? extends ProgramOptions> type, List<Method> known) {
    try {
      PipelineOptionsFactory.fromArgs(argument).as(type);
    } catch (IllegalArgumentException e) {
      String name = name(argument);
      String expected =
          known.stream()
              .filter(getter -> name(getter).equals(name))
              .map(getter -> getter.getReturnType().getSimpleName())
              .map(found -> TYPES.getOrDefault(found, found))
              .findFirst()
              .orElse("valid");
      throw new IllegalArgumentException(argument + ": must be " + expected, e);
    }
  }

  /** The argument as Beam wants it, if it names a known option. */
  private static String normalize(String argument, List<Method> known) {
    if (!argument.startsWith("--")) {
      throw new IllegalArgumentException(
          argument + ": options are written --name=value; see --help");
    }
    String name = name(argument);
    Method named =
        known.stream().filter(getter -> name(getter).equals(name)).findFirst().orElse(null);
    if (named == null) {
      LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
      String nearest =
          known.stream()
              .map(Options::name)
              .min(
                  Comparator.comparingInt(
                      (String other) ->
                          distance.apply(
                              name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT))))
              .orElseThrow();
      throw new IllegalArgumentException(
          "--" + name + " is no option; did you mean --" + nearest + "? See --help");
    }
    int equals = argument.indexOf('=');
    if (equals < 0 && !named.getReturnType().getSimpleName().equalsIgnoreCase("boolean")) {
      throw new IllegalArgumentException(argument + " needs a value: " + argument + "=value");
    }
    return name.equals("runner") ? "--runner=" + runner(argument.substring(equals + 1)) : argument;
  }

  /** The name in an argument of the form {@code --name=value} or {@code --name}. */
  private static String name(String argument) {
    int equals = argument.indexOf('=');
    return argument.substring(2, equals < 0 ? argument.length() : equals);
  }

  /** The getters of all options that may be given: the program's and its runner's. */
  private static List<Method> known(
      Class<? extends ProgramOptions> type, List<Class<? extends PipelineOptions>> ofRunner) {
    return Stream.concat(Stream.of(type, PipelineOptions.class), ofRunner.stream())
        .flatMap(known -> Arrays.stream(known.getMethods()))
        .filter(Options::isGetter)
        .toList();
  }

  /** Makes Beam know the options of the runner that is named, which the jar does not register. */
  private static List<Class<? extends PipelineOptions>> ofRunner(String[] arguments) {
    List<Class<? extends PipelineOptions>> known =
        Dataflow.isNamed(arguments)
            ? Dataflow.options()
            : List.of(isDirect(arguments) ? DirectOptions.class : FlinkPipelineOptions.class);
    known.forEach(PipelineOptionsFactory::register);
    return known;
  }

  private static boolean isDirect(String[] arguments) {
    return Arrays.stream(arguments)
        .anyMatch(argument -> argument.matches("(?i)--runner=direct(runner)?"));
  }

  private static String runner(String runner) {
    return switch (runner.toLowerCase(Locale.ROOT)) {
      case "direct", "directrunner" -> "DirectRunner";
      case "flink", "flinkrunner" -> "FlinkRunner";
      case "dataflow", "dataflowrunner" -> "DataflowRunner";
      default ->
          throw new IllegalArgumentException(
              "runner: must be DirectRunner, FlinkRunner or DataflowRunner, got " + runner);
    };
  }

  /** The help of a program: every option with its description and default. */
  public static String help(Program program) {
    StringBuilder help = new StringBuilder();
    help.append("./i2i ").append(program.name());
    help.append(program.word().isEmpty() ? "" : " " + program.word());
    help.append(" --option=value ...\n\n");
    help.append(program.summary()).append("\n\n");
    for (Method getter : getters(program.options())) {
      help.append("  --").append(name(getter));
      if (getter.isAnnotationPresent(Validation.Required.class)) {
        help.append("  (required)");
      } else {
        String standard = standard(getter);
        help.append(standard.isEmpty() ? "" : "  (default " + standard + ")");
      }
      help.append('\n').append(INDENT).append(description(getter)).append('\n');
    }
    help.append("  --runner  (default FlinkRunner)\n")
        .append(INDENT)
        .append(
            "Where it runs: FlinkRunner or DirectRunner, both in this process, or DataflowRunner.\n");
    return help.toString();
  }

  /** Every option of a program by name, as text: what a run notes of itself. */
  public static Map<String, String> describe(
      Class<? extends ProgramOptions> type, ProgramOptions options) {
    Map<String, String> described = new TreeMap<>();
    for (Method getter : getters(type)) {
      Object value = value(options, getter);
      described.put(name(getter), value == null ? "" : value.toString());
    }
    described.put("runner", options.getRunner().getSimpleName());
    return described;
  }

  /**
   * An option.
   *
   * @param required whether it must be given
   * @param standard the default; empty if there is none
   */
  public record Described(String description, boolean required, String standard) {}

  /** The options of a program by name, as its help has them. */
  public static Map<String, Described> described(Class<? extends ProgramOptions> type) {
    Map<String, Described> described = new TreeMap<>();
    for (Method getter : getters(type)) {
      described.put(
          name(getter),
          new Described(
              description(getter),
              getter.isAnnotationPresent(Validation.Required.class),
              standard(getter)));
    }
    return described;
  }

  private static List<Method> getters(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(Options::isGetter)
        .filter(method -> ProgramOptions.class.isAssignableFrom(method.getDeclaringClass()))
        .filter(method -> !method.isAnnotationPresent(Hidden.class))
        .sorted(
            Comparator.comparing(
                    (Method method) -> !method.isAnnotationPresent(Validation.Required.class))
                .thenComparing(Options::name))
        .toList();
  }

  private static boolean isGetter(Method method) {
    String name = method.getName();
    return method.getParameterCount() == 0
        && (name.startsWith("get") || name.startsWith("is"))
        && method.getReturnType() != void.class;
  }

  private static String name(Method getter) {
    String name = getter.getName().substring(getter.getName().startsWith("get") ? 3 : 2);
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String description(Method getter) {
    Description description = getter.getAnnotation(Description.class);
    return description == null ? "" : description.value();
  }

  private static String standard(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        try {
          return String.valueOf(annotation.annotationType().getMethod("value").invoke(annotation));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(getter.getName(), e);
        }
      }
    }
    return "";
  }
}
