package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/**
 * The codec of a table's rows: whole rows, and the components that changed. Immutable, safe from
 * any thread. docs/PROTOCOL.md, "Tables", has the form.
 *
 * @param <R> a record of 1 to 32 components
 */
public final class RowCodec<R> {
    /** The most components that a row may have: a mask of changes is an int. */
    public static final int COMPONENTS_MAX = 32;

    private static final int ALL = -1;

    private final Class<R> type;
    private final RecordCodec whole;
    private final int components;

    private RowCodec(Class<R> type, CodecAssembler assembler) {
        this.type = type;
        this.whole = assembler.codecOf(type);
        this.components = type.getRecordComponents().length;
    }

    /**
     * The codec of {@code type}, whose making is slow: whoever uses it keeps it.
     *
     * @param listener is told of quantised values that lay outside of their range
     * @throws DeclarationException with all that is wrong in its declaration
     */
    public static <R> RowCodec<R> of(Class<R> type, ClampListener listener) {
        Message row = Message.of(1, type);
        if (row.isRaw() || !countIsGood(type)) {
            throw new DeclarationException(
                    List.of(
                            "%s: a row is a record of 1 to %d components"
                                    .formatted(TypeNames.qualified(type), COMPONENTS_MAX)));
        }
        Declarations declarations = Declarations.read(Map.of("row", List.of(row)));
        return new RowCodec<>(type, new CodecAssembler(declarations, listener));
    }

    private static boolean countIsGood(Class<?> type) {
        int count = type.isRecord() ? type.getRecordComponents().length : 0;
        return count >= 1 && count <= COMPONENTS_MAX;
    }

    /** What it reads and writes. */
    public Class<R> type() {
        return type;
    }

    /** How many components a row has. */
    public int components() {
        return components;
    }

    /**
     * Appends a whole row.
     *
     * @param ends takes the writer index of {@code out} behind each component
     * @throws IllegalArgumentException if the row cannot be said; {@code out} is then as it was
     */
    public void encode(R row, ByteBuf out, int[] ends) {
        int start = out.writerIndex();
        try {
            whole.encodeMarked(row, out, 1, ends);
        } catch (RuntimeException unsayable) {
            out.writerIndex(start);
            throw unsayable;
        }
    }

    /**
     * Reads a whole row, and leaves what follows it.
     *
     * @throws MalformedException if there is none
     */
    public R decode(ByteBuf in) {
        return type.cast(whole.merge(in, 1, type, ALL));
    }

    /**
     * Reads the components that {@code mask} names, lowest bit first, and leaves what follows them.
     *
     * @return {@code base} with them
     * @throws MalformedException if they are not there, or the row has no such component
     */
    public R decode(ByteBuf in, R base, int mask) {
        if (components < COMPONENTS_MAX && mask >>> components != 0) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        return type.cast(whole.merge(in, 1, base, mask));
    }
}
