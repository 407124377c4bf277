package dev.cardea.server.config;

/** A number of bytes, written with its unit: {@code 64KiB}. Immutable. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** The size as an int; the range of every key that is read so ends below 2 GiB. */
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form, which reads back as the same size. */
    @Override
    public String toString() {
        for (Unit unit : Unit.values()) {
            if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
                return bytes / unit.bytes + unit.name();
            }
        }
        return bytes + "B";
    }

    /** The units, the largest first. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Unit {
        GiB(1L << 30),
        MiB(1L << 20),
        KiB(1L << 10),
        B(1);

        final long bytes;

        Unit(long bytes) {
            this.bytes = bytes;
        }
    }
}
