package org.llmi2i.pipelines.ablate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing changed.
 *
 * @param group which question it answers
 * @param name what is changed, for people
 * @param arguments of the main job, in place of the user's of the same name
 */
record Ablation(Group group, String name, List<String> arguments) {
  /** The questions. */
  enum Group {
    PARTS("Which part of it brings the lift?"),
    EVIDENCE("What do items that go with it count in who is asked?"),
    VOLUME("How many synthetic interactions an item?"),
    WEIGHT("How much do they count?");

    private final String question;

    Group(String question) {
      this.question = question;
    }

    String question() {
      return question;
    }
  }

  private static final int[] VOLUMES = {2, 5, 10, 20, 50, 100};
  private static final double[] WEIGHTS = {0.25, 0.5, 1};
  private static final double[] CO_OCCURRENCE_WEIGHTS = {1, 2, 4};

  /** All that are measured. */
  static List<Ablation> all() {
    List<Ablation> all = new ArrayList<>();
    all.add(of(Group.PARTS, "generator and discriminator"));
    all.add(of(Group.PARTS, "generator only", "--discriminate=none"));
    all.add(of(Group.PARTS, "discriminator only", "--syntheticPerItem=0", "--discriminate=all"));
    all.add(of(Group.PARTS, "both, observed judged too", "--discriminate=all"));
    all.add(
        of(
            Group.PARTS,
            "all items, 3 each at half weight",
            "--target=all",
            "--syntheticPerItem=3",
            "--syntheticWeight=0.5"));
    all.add(of(Group.EVIDENCE, "nothing: titles alone", "--coOccurrenceWeight=0"));
    for (double weight : CO_OCCURRENCE_WEIGHTS) {
      all.add(
          of(Group.EVIDENCE, weight + " times what titles do", "--coOccurrenceWeight=" + weight));
    }
    for (int volume : VOLUMES) {
      all.add(of(Group.VOLUME, volume + " an item", "--syntheticPerItem=" + volume));
    }
    for (double weight : WEIGHTS) {
      all.add(of(Group.WEIGHT, "weight " + weight, "--syntheticWeight=" + weight));
    }
    return all;
  }

  private static Ablation of(Group group, String name, String... arguments) {
    return new Ablation(group, name, List.of(arguments));
  }

  /** The arguments of a run, with what is changed. */
  String[] applyTo(String[] given) {
    Stream<String> others =
        Stream.of(given)
            .filter(word -> arguments.stream().noneMatch(own -> nameOf(own).equals(nameOf(word))));
    return Stream.concat(others, arguments.stream()).toArray(String[]::new);
  }

  private static String nameOf(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}
