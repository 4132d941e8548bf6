package org.llmi2i.shards;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** {@link StableHash} against values of an independent implementation: they must never change. */
public class StableHashTest {

  @Test
  public void textsHaveTheseHashes() {
    assertEquals(0xf52a15e9a9b5e89bL, StableHash.of(0, ""));
    assertEquals(0x02c0bdbf481420f8L, StableHash.of(0, "a"));
    assertEquals(0xedb296206f5cd587L, StableHash.of(1, "a"));
    assertEquals(0x8247c7259191bf31L, StableHash.of(0, "Ärmel"));
  }

  @Test
  public void pairsHaveTheseHashes() {
    assertEquals(0xa77a7c9d8dcc1a78L, StableHash.of(0, "ab", "c"));
    assertEquals(0x11c64bce948737a8L, StableHash.of(0, "a", "bc"));
    assertEquals(0xb37d2d4becc5ce87L, StableHash.of(0, "c", "ab"));
  }

  @Test
  public void aPairIsNotItsConcatenation() {
    assertNotEquals(StableHash.of(0, "abc"), StableHash.of(0, "ab", "c"));
    assertNotEquals(StableHash.of(0, "abc"), StableHash.of(0, "abc", ""));
  }

  @Test
  public void textsHaveTheseShards() {
    assertEquals(27, StableHash.shard("", 32));
    assertEquals(24, StableHash.shard("a", 32));
    assertEquals(30, StableHash.shard("user 1", 32));
    assertEquals(0, StableHash.shard("anything", 1));
  }

  @Test
  public void shardsAreOfAboutEqualSize() {
    int[] sizes = new int[10];
    for (int i = 0; i < 10_000; i++) {
      sizes[StableHash.shard("user " + i, sizes.length)]++;
    }
    for (int size : sizes) {
      assertTrue("about 1,000 are expected, got " + size, size > 850 && size < 1150);
    }
  }
}
