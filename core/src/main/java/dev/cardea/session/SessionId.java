package dev.cardea.session;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The number of a session: 128 random bits, unique for all time, since operation ids of durable
 * requests are derived from it. Immutable. It is no secret; the session token proves it.
 */
public record SessionId(long high, long low) {
    /** Bytes on the wire. */
    public static final int BYTES = 16;

    /** A new id from {@code random}, which must be a secure generator outside simulations. */
    public static SessionId random(RandomGenerator random) {
        return new SessionId(random.nextLong(), random.nextLong());
    }

    /** A well-mixed hash for spreading sessions over services; the same in every process. */
    public int spread() {
        long mixed = (high ^ low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
