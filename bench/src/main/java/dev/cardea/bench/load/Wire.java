package dev.cardea.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/** How one connection of a load speaks to its server. Confined to the load's loop. */
public interface Wire {
    /** What a frame from the server is. */
    enum Heard {
        /** The connection is ready for work. */
        READY,

        /** An answer, or a delivery; {@link Wire#number} says which. */
        ANSWER,

        /** The server did not do what was asked, and says so: it has too much to do. */
        REFUSAL,

        /** Anything else. */
        OTHER
    }

    /** Makes the wire of connection {@code index}. */
    @FunctionalInterface
    interface Factory {
        Wire of(int index);
    }

    /** Appends the bytes with which the connection begins. */
    void begin(ByteBuf out);

    /** Appends one request that will be answered under {@code number}, which rises from 1. */
    void ask(ByteBuf out, int number);

    /**
     * What the frame is that lies in {@code in} from {@code at} on; what it calls for is appended
     * to what {@code out} gives.
     */
    Heard hear(ByteBuf in, int at, int length, Supplier<ByteBuf> out);

    /** The number of an ANSWER. */
    int number(ByteBuf in, int at, int length);
}
