package dev.cardea.wire;

/** Told of quantised values that lay outside of their range. Called by whoever encodes. */
@FunctionalInterface
public interface ClampListener {
    /** Nobody wants to know. */
    ClampListener NONE = (component, value) -> {};

    /**
     * {@code value} was sent as the nearest of its range.
     *
     * @param component which one, as {@code Steer.dx}
     */
    void clamped(String component, double value);
}
