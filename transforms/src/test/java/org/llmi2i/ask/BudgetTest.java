package org.llmi2i.ask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.Test;

public class BudgetTest {

  @Test
  public void aShareIsRoundedDownAndWhatIsUnlimitedStaysSo() {
    Budget budget = Budget.UNLIMITED.withCalls(300).withCost(0.05);
    assertEquals(new Budget(120, Long.MAX_VALUE, 20_000_000), budget.share(0.4));
    assertEquals(new Budget(2, 3, 0), new Budget(7, 9, 1).share(1.0 / 3));
    assertTrue(Budget.UNLIMITED.share(0.5).isUnlimited());
    assertFalse(budget.isUnlimited());
  }

  @Test
  public void aBudgetBelowNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Budget.UNLIMITED.withCalls(-1));
    assertThrows(IllegalArgumentException.class, () -> Budget.UNLIMITED.withCost(-0.01));
  }

  @Test
  public void costIsExactInBillionths() {
    Prices prices = new Prices(0.10, 0.40);
    assertEquals(100_000_000, prices.nanos(1_000_000, 0));
    assertEquals(100 + 400, prices.nanos(1, 1));
    assertEquals(0, Prices.FREE.nanos(Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> new Prices(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Prices(0, Double.NaN));
  }

  @Test
  public void whatIsReservedCannotBeSpentTwice() throws InterruptedException {
    Allowance allowance = new Allowance(new Budget(2, 100, 1000));
    assertTrue(allowance.reserve(60, 600));
    allowance.settle(0, 50, 500); // It took 10 tokens.
    assertTrue(allowance.reserve(90, 900));
    allowance.settle(0, 0, 0);
    assertFalse(allowance.reserve(1, 1)); // Two calls were made.
  }

  @Test
  public void aCallThatNobodyChargesForIsGivenBack() throws InterruptedException {
    Allowance allowance = new Allowance(new Budget(1, 100, 1000));
    for (int attempt = 0; attempt < 5; attempt++) {
      assertTrue(allowance.reserve(100, 1000));
      allowance.settle(1, 100, 1000);
    }
  }

  @Test
  public void whatALostAttemptSpentCounts() throws InterruptedException {
    Allowance allowance = new Allowance(new Budget(3, 100, 1000));
    allowance.spend(70, 700);
    assertFalse(allowance.reserve(31, 1));
    assertTrue(allowance.reserve(30, 300));
  }

  /** What is reserved for a call under way may come back, so it is waited for. */
  @Test
  public void aReservationWaitsForCallsUnderWay() throws Exception {
    Allowance allowance = new Allowance(new Budget(10, 100, 1000));
    assertTrue(allowance.reserve(80, 800));
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return allowance.reserve(80, 800);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    allowance.settle(0, 70, 700);
    assertTrue(second.get());
  }

  @Test
  public void withoutLimitNothingRunsOut() throws InterruptedException {
    Allowance allowance = new Allowance(Budget.UNLIMITED);
    for (int call = 0; call < 3; call++) {
      assertTrue(allowance.reserve(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2));
      allowance.settle(0, 0, 0);
    }
  }
}
