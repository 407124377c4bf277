package dev.cardea.store;

/** What must be there for a write to happen. Immutable. */
public sealed interface IfVersion {
    /** No such document. It may have been there before and been removed. */
    static IfVersion absent() {
        return new Absent();
    }

    /** The document in that version. */
    static IfVersion is(long version) {
        return new Is(version);
    }

    /** The document as it was read. */
    static IfVersion of(Document<?> read) {
        return new Is(read.version());
    }

    /** No such document. */
    record Absent() implements IfVersion {}

    /**
     * The document in that version.
     *
     * @param version 1 or more
     */
    record Is(long version) implements IfVersion {
        public Is {
            if (version < 1) {
                throw new IllegalArgumentException("versions begin at 1, not " + version);
            }
        }
    }
}
