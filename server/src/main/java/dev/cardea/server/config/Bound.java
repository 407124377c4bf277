package dev.cardea.server.config;

/**
 * A bound that no key changes. Immutable.
 *
 * @param subject what is bounded
 * @param value the bound, read from the code that enforces it
 * @param unit what it counts
 * @param reached what happens when it is reached
 */
public record Bound(String subject, long value, String unit, String reached) {}
