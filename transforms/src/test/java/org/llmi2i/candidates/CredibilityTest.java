package org.llmi2i.candidates;

import static org.junit.Assert.assertEquals;

import org.junit.Test;
import org.llmi2i.stages.ItemStatistics;

/** {@link Credibility}: how much of what is asked for an item is given. */
public class CredibilityTest {
  @Test
  public void theMoreUsersTheMoreForEachOfThem() {
    assertEquals(3, quota(10, 10)); // 3.3
    assertEquals(10, quota(20, 20));
    assertEquals(27, quota(40, 40)); // 26.7
    assertEquals(83, quota(100, 100)); // 83.3
  }

  @Test
  public void anItemOfFewUsersIsGivenThree() {
    assertEquals(3, quota(0, 3));
    assertEquals(3, quota(1, 3));
    assertEquals(3, quota(8, 8)); // 2.3
  }

  @Test
  public void noItemIsGivenMoreThanItShouldGet() {
    assertEquals(0, quota(50, 0));
    assertEquals(2, quota(1, 2));
    assertEquals(100, quota(1_000_000_000_000L, 100));
  }

  private static int quota(long users, int target) {
    ItemStatistics item = new ItemStatistics();
    item.setUsers(users);
    item.setSyntheticTarget(target);
    return Credibility.quota(item);
  }
}
