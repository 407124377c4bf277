package dev.cardea.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Bytes from a peer that are not what the protocol says. Immutable, without a stack trace, one
 * object for each kind: a peer's mistake costs nothing. Who catches it counts it and answers with
 * the documented close or reply.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        TRUNCATED,
        NON_CANONICAL,
        TOO_LONG,
        BAD_UTF8,
        NOT_FINITE,
        OUT_OF_RANGE,
        UNKNOWN_ID,
        UNKNOWN_ENUM,
        TOO_DEEP,
        TRAILING_BYTES,
        DUPLICATE,
        RESERVED,

        /** Well-formed, but the record's constructor or the foreign parser does not take it. */
        REFUSED
    }

    private static final Map<Kind, MalformedException> ONE_OF_EACH = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            ONE_OF_EACH.put(kind, new MalformedException(kind));
        }
    }

    private final Kind kind;

    private MalformedException(Kind kind) {
        super(kind.name(), null, false, false);
        this.kind = kind;
    }

    /** The one of that kind. */
    public static MalformedException of(Kind kind) {
        return Objects.requireNonNull(ONE_OF_EACH.get(kind));
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
