package org.llmi2i.evaluate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.llmi2i.bytes.ByteReader;
import org.llmi2i.bytes.ByteWriter;

/** {@link IdNumbers}: ids have numbers from 0, in the order in which they are met. */
public class IdNumbersTest {
  @Test
  public void anIdKeepsItsNumber() {
    IdNumbers numbers = new IdNumbers();
    assertEquals(0, numbers.add("b"));
    assertEquals(1, numbers.add("a"));
    assertEquals(0, numbers.add("b"));
    assertEquals(2, numbers.count());
    assertEquals("b", numbers.id(0));
    assertEquals("a", numbers.id(1));
  }

  @Test
  public void anIdThatWasNotAddedHasNone() {
    IdNumbers numbers = new IdNumbers(new String[] {"a", "b"});
    assertEquals(1, numbers.of("b"));
    assertEquals(-1, numbers.of("c"));
    assertEquals(-1, numbers.of("ab"));
    assertEquals(-1, new IdNumbers().of("a"));
  }

  /** Aa and BB have the same hash, as have all texts of one length that are made of the two. */
  @Test
  public void idsOfTheSameHashAreTold() {
    List<String> ids = new ArrayList<>(List.of(""));
    for (int length = 0; length < 8; length++) {
      List<String> longer = new ArrayList<>();
      ids.forEach(id -> longer.addAll(List.of(id + "Aa", id + "BB")));
      ids = longer;
    }
    IdNumbers numbers = new IdNumbers(ids.toArray(String[]::new));
    for (int number = 0; number < ids.size(); number++) {
      assertEquals(number, numbers.of(ids.get(number)));
    }
    assertEquals(-1, numbers.of("AaBBAaBBAaBBAaC#"));
  }

  @Test
  public void aMapAgrees() {
    Random random = new Random(3);
    String[] ascii = {"a", "7", "\u0000", "\u007f", ""};
    String[] any = {"a", "\u0080", "é", "猫", "😀", "\ud83d", "\u0000", ""};
    IdNumbers numbers = new IdNumbers();
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder id = new StringBuilder();
      // Ids of 15 characters and fewer are held in another way than longer ones.
      String[] letters = random.nextBoolean() ? ascii : any;
      for (int length = random.nextInt(random.nextBoolean() ? 4 : 20); length >= 0; length--) {
        id.append(letters[random.nextInt(letters.length)]);
      }
      assertEquals(map.getOrDefault(id.toString(), -1).intValue(), numbers.of(id.toString()));
      map.putIfAbsent(id.toString(), map.size());
      assertEquals(map.get(id.toString()).intValue(), numbers.add(id.toString()));
    }
    assertEquals(map.size(), numbers.count());
    map.forEach((id, number) -> assertEquals(id, numbers.id(number)));
    map.forEach((id, number) -> assertTrue(numbers.isAt(number, id)));
    map.forEach((id, number) -> assertFalse(numbers.isAt(number, id + "\u0000")));

    ByteWriter bytes = new ByteWriter(1);
    numbers.put(bytes);
    IdNumbers read = IdNumbers.get(new ByteReader(bytes.toBytes()));
    map.forEach((id, number) -> assertEquals(number.intValue(), read.of(id)));
    map.forEach((id, number) -> assertEquals(id, read.id(number)));
    assertEquals("another is new", map.size(), read.add("another"));
    assertEquals(-1, read.of("yet another"));
  }

  @Test
  public void noIdsComeBackAsNone() {
    ByteWriter bytes = new ByteWriter(1);
    new IdNumbers().put(bytes);
    IdNumbers read = IdNumbers.get(new ByteReader(bytes.toBytes()));
    assertEquals(-1, read.of("a"));
    assertEquals(0, read.add("a"));
    assertEquals(0, read.of("a"));
  }
}
