package org.llmi2i.history;

/**
 * One interaction, seen from its user.
 *
 * @param itemId the item
 * @param micros when, in microseconds since the epoch
 * @param weight how much it counts in a similarity, above 0
 */
public record Event(String itemId, long micros, double weight) {}
