package dev.cardea.session;

/** How a message travels from a room to its members. Immutable. */
public sealed interface Delivery {
    /** On the stream: in order, once, resumed after a cut. The default. */
    Delivery RELIABLE = new Reliable();

    /** May be lost when the way is slow; never resent. */
    Delivery UNRELIABLE = new Unreliable();

    /**
     * The newest of a {@code key} wins: an older one that still waits is overwritten.
     *
     * @param key what it is the newest of, 0 or more
     */
    static Delivery latest(long key) {
        return new Latest(key);
    }

    /** See {@link #RELIABLE}. */
    record Reliable() implements Delivery {}

    /** See {@link #UNRELIABLE}. */
    record Unreliable() implements Delivery {}

    /** See {@link #latest}. */
    record Latest(long key) implements Delivery {
        public Latest {
            if (key < 0) {
                throw new IllegalArgumentException("key " + key + " is negative");
            }
        }
    }
}
