package org.llmi2i.tuning;

/** Hashes as random numbers. */
final class Fractions {
  private Fractions() {}

  /** A number from 0 to below 1 by the upper bits of a hash. */
  static double of(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }
}
