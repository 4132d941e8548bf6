package org.llmi2i.ask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.llmi2i.shards.StableHash;
import org.llmi2i.stages.Admitted;
import org.llmi2i.stages.PartBudget;
import org.llmi2i.stages.Weighed;

/**
 * Chooses the requests that a budget reaches, by what they are expected to cost.
 *
 * <p>What is left over goes to the parts in equal shares, for attempts that fail and answers that
 * are longer than expected. The budgets of all parts together never exceed the whole.
 */
final class Admission {
  private final Budget budget;
  private final int parts;
  private final Map<String, Integer> covered = new HashMap<>();

  private Admission(Budget budget, int parts) {
    this.budget = budget;
    this.parts = parts;
  }

  /**
   * Chooses in this order of value.
   *
   * @param requests with distinct ids, in any order
   */
  static Admitted admit(
      List<Weighed> requests, AskModel.Ranking ranking, Budget budget, int parts) {
    Admission admission = new Admission(budget, parts);
    return admission.divide(
        switch (ranking) {
          case SAMPLE -> admission.bySample(requests);
          case COVERAGE -> admission.byCoverage(requests);
        });
  }

  /** The part that asks this request. */
  static int part(String exchangeId, int parts) {
    return StableHash.shard(exchangeId, parts);
  }

  /** By id, which is a hash, so that every request has the same chance. */
  private List<Weighed> bySample(List<Weighed> requests) {
    List<Weighed> sorted =
        requests.stream().sorted(Comparator.comparing(Weighed::getExchangeId)).toList();
    Reach reach = new Reach();
    return sorted.stream().filter(reach::take).toList();
  }

  /**
   * Always the request that reaches the most items that no chosen request has reached; of equal
   * ones, that whose items were reached the least often.
   *
   * <p>What a request is worth only falls while others are chosen. So the best of the queue is the
   * best of all if it still is when its worth is taken anew.
   */
  private List<Weighed> byCoverage(List<Weighed> requests) {
    PriorityQueue<Ranked> queue = new PriorityQueue<>(Ranked.BEST_FIRST);
    requests.forEach(request -> queue.add(rank(request)));
    List<Weighed> chosen = new ArrayList<>();
    Reach reach = new Reach();
    while (!queue.isEmpty()) {
      Ranked now = rank(queue.poll().request());
      if (!queue.isEmpty() && Ranked.BEST_FIRST.compare(now, queue.peek()) > 0) {
        queue.add(now);
      } else if (reach.take(now.request())) {
        chosen.add(now.request());
        now.request().getItems().forEach(item -> covered.merge(item, 1, Integer::sum));
      }
    }
    return chosen;
  }

  private Ranked rank(Weighed request) {
    int fresh = 0;
    double rest = 0;
    for (String item : request.getItems()) {
      int times = covered.getOrDefault(item, 0);
      fresh += times == 0 ? 1 : 0;
      rest += 1.0 / (1 + times);
    }
    return new Ranked(request, fresh, rest);
  }

  private record Ranked(Weighed request, int fresh, double rest) {
    static final Comparator<Ranked> BEST_FIRST =
        Comparator.comparingInt(Ranked::fresh)
            .thenComparingDouble(Ranked::rest)
            .reversed()
            .thenComparing(ranked -> ranked.request().getExchangeId());
  }

  /** How far the budget has been given away. */
  private final class Reach {
    private long calls;
    private long tokens;
    private long nanos;

    boolean take(Weighed request) {
      if (!budget.covers(calls + 1, tokens + request.getTokens(), nanos + request.getNanos())) {
        return false;
      }
      calls++;
      tokens += request.getTokens();
      nanos += request.getNanos();
      return true;
    }
  }

  private Admitted divide(List<Weighed> chosen) {
    long[] calls = new long[parts];
    long[] tokens = new long[parts];
    long[] nanos = new long[parts];
    List<String> ids = new ArrayList<>(chosen.size());
    for (Weighed request : chosen) {
      int part = part(request.getExchangeId(), parts);
      calls[part]++;
      tokens[part] += request.getTokens();
      nanos[part] += request.getNanos();
      ids.add(request.getExchangeId());
    }
    addRest(calls, budget.calls());
    addRest(tokens, budget.tokens());
    addRest(nanos, budget.nanos());
    List<PartBudget> budgets = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      budgets.add(new PartBudget(calls[part], tokens[part], nanos[part]));
    }
    return new Admitted(ids, budgets);
  }

  private static void addRest(long[] given, long whole) {
    if (whole == Long.MAX_VALUE) {
      Arrays.fill(given, whole);
      return;
    }
    long rest = whole;
    for (long part : given) {
      rest -= part;
    }
    for (int part = 0; part < given.length; part++) {
      given[part] += rest / given.length + (part < rest % given.length ? 1 : 0);
    }
  }
}
