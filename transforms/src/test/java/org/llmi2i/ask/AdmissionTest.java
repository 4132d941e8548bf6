package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.Test;
import org.llmi2i.stages.Admitted;
import org.llmi2i.stages.PartBudget;
import org.llmi2i.stages.Weighed;

public class AdmissionTest {

  @Test
  public void itemsThatNobodyIsAskedAboutComeFirst() {
    List<Weighed> requests =
        List.of(
            request("a", "mug", "jug"),
            request("b", "mug", "jug", "cup"),
            request("c", "mug", "lamp"),
            request("d", "mug", "jug", "cup"));
    // b reaches three items; then only c reaches a new one; a and d differ in what they reach.
    assertEquals(List.of("b", "c", "d", "a"), admitted(requests, 4));
    assertEquals(List.of("b", "c"), admitted(requests, 2));
    assertEquals(List.of(), admitted(requests, 0));
  }

  @Test
  public void theOrderOfArrivalDoesNotMatter() {
    Random random = new Random(7);
    List<Weighed> requests = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String[] items =
          random.ints(5, 0, 60).mapToObj(item -> "item " + item).distinct().toArray(String[]::new);
      requests.add(request("id " + i, items));
    }
    List<String> first = admitted(requests, 50);
    for (int shuffle = 0; shuffle < 5; shuffle++) {
      Collections.shuffle(requests, random);
      assertEquals(first, admitted(requests, 50));
    }
  }

  /** The lazy queue finds what trying all requests at every step finds. */
  @Test
  public void everyChoiceIsTheBestOfAll() {
    Random random = new Random(11);
    List<Weighed> requests = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String[] items =
          random.ints(4, 0, 30).mapToObj(item -> "item " + item).distinct().toArray(String[]::new);
      requests.add(request("id " + i, items));
    }
    List<String> chosen = admitted(requests, 60);
    List<String> covered = new ArrayList<>();
    List<Weighed> left = new ArrayList<>(requests);
    for (String id : chosen) {
      long best = left.stream().mapToLong(request -> fresh(request, covered)).max().orElseThrow();
      Weighed now =
          left.stream().filter(request -> request.getExchangeId().equals(id)).findAny().get();
      assertEquals(best, fresh(now, covered));
      covered.addAll(now.getItems());
      left.remove(now);
    }
    assertTrue(left.isEmpty());
  }

  private static long fresh(Weighed request, List<String> covered) {
    return request.getItems().stream().filter(item -> !covered.contains(item)).count();
  }

  @Test
  public void aSampleIsTheLowestHashes() {
    List<Weighed> requests = List.of(request("c"), request("a", "mug"), request("b"), request("d"));
    assertEquals(
        List.of("a", "b"),
        Admission.admit(requests, AskModel.Ranking.SAMPLE, Budget.UNLIMITED.withCalls(2), 3)
            .getExchangeIds());
  }

  @Test
  public void tokensAndCostLimitToo() {
    List<Weighed> requests =
        List.of(weighed("a", 60, 600), weighed("b", 50, 500), weighed("c", 40, 400));
    // What does not fit is passed over, and the next may fit.
    assertEquals(List.of("a", "c"), admitted(requests, Budget.UNLIMITED.withTokens(100)));
    assertEquals(List.of("a", "c"), admitted(requests, Budget.UNLIMITED.withCost(1000e-9)));
    assertEquals(List.of("a"), admitted(requests, Budget.UNLIMITED.withCost(999e-9)));
  }

  /**
   * Each part can pay for what it is to ask, and all parts together spend no more than there is.
   */
  @Test
  public void thePartsShareTheBudget() {
    List<Weighed> requests =
        IntStream.range(0, 100).mapToObj(i -> weighed("id " + i, 10 + i % 7, 100 + i)).toList();
    Budget budget = new Budget(70, 777, 9_001);
    Admitted admitted = Admission.admit(requests, AskModel.Ranking.SAMPLE, budget, 16);
    assertEquals(budget.tokens(), sum(admitted, PartBudget::getTokens));
    assertEquals(budget.calls(), sum(admitted, PartBudget::getCalls));
    assertEquals(budget.nanos(), sum(admitted, PartBudget::getNanos));
    long[] calls = new long[16];
    long[] tokens = new long[16];
    for (Weighed request : requests) {
      if (admitted.getExchangeIds().contains(request.getExchangeId())) {
        calls[Admission.part(request.getExchangeId(), 16)]++;
        tokens[Admission.part(request.getExchangeId(), 16)] += request.getTokens();
      }
    }
    assertTrue(Arrays.stream(calls).sum() > 50);
    for (int part = 0; part < 16; part++) {
      assertTrue(calls[part] <= admitted.getParts().get(part).getCalls());
      assertTrue(tokens[part] <= admitted.getParts().get(part).getTokens());
    }
  }

  @Test
  public void whatIsUnlimitedStaysSoInEveryPart() {
    Admitted admitted =
        Admission.admit(
            List.of(weighed("a", 5, 50)),
            AskModel.Ranking.COVERAGE,
            Budget.UNLIMITED.withCalls(3),
            2);
    assertEquals(3, sum(admitted, PartBudget::getCalls));
    for (PartBudget part : admitted.getParts()) {
      assertEquals(Long.MAX_VALUE, part.getTokens());
      assertEquals(Long.MAX_VALUE, part.getNanos());
    }
  }

  @Test
  public void nothingToAdmit() {
    Admitted admitted =
        Admission.admit(List.of(), AskModel.Ranking.COVERAGE, Budget.UNLIMITED.withCalls(3), 2);
    assertEquals(List.of(), admitted.getExchangeIds());
    assertEquals(3, sum(admitted, PartBudget::getCalls));
  }

  private static long sum(Admitted admitted, ToLongFunction<PartBudget> amount) {
    return admitted.getParts().stream().mapToLong(amount).sum();
  }

  private static List<String> admitted(List<Weighed> requests, long calls) {
    return admitted(requests, Budget.UNLIMITED.withCalls(calls));
  }

  private static List<String> admitted(List<Weighed> requests, Budget budget) {
    return Admission.admit(requests, AskModel.Ranking.COVERAGE, budget, 4).getExchangeIds();
  }

  private static Weighed request(String id, String... items) {
    return new Weighed(id, List.of(items), 10L, 100L);
  }

  private static Weighed weighed(String id, long tokens, long nanos) {
    return new Weighed(id, List.of(), tokens, nanos);
  }
}
