package org.llmi2i.shards;

/**
 * Hashes of texts that are the same on every machine and in every run: FNV-1a over the characters,
 * finished with the mixer of SplitMix64 so that all bits depend on all characters.
 *
 * <p>They stand in for random numbers where a choice must not depend on the order of arrival.
 */
public final class StableHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private StableHash() {}

  /** The hash of a text under a seed. */
  public static long of(long seed, String text) {
    return mix(feed(FNV_OFFSET ^ mix(seed), text));
  }

  /** The hash of a pair of texts under a seed; (a, b) and (b, a) differ. */
  public static long of(long seed, String first, String second) {
    // The separator keeps ("ab", "c") apart from ("a", "bc").
    return mix(feed((feed(FNV_OFFSET ^ mix(seed), first) ^ 0xffff) * FNV_PRIME, second));
  }

  /** The shard of a text, from 0 to {@code shards} - 1. */
  public static int shard(String text, int shards) {
    return (int) Long.remainderUnsigned(of(0, text), shards);
  }

  private static long feed(long state, String text) {
    for (int i = 0; i < text.length(); i++) {
      state = (state ^ text.charAt(i)) * FNV_PRIME;
    }
    return state;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
