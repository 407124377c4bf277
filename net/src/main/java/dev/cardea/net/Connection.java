package dev.cardea.net;

import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** One live path to a peer, over any transport. Confined to its event loop. */
public interface Connection {
    /**
     * Appends whole records to what the next {@link #flush} sends. Takes over {@code records}; on a
     * closed connection they are dropped.
     */
    void write(ByteBuf records);

    /**
     * Appends whole records like {@link #write}, by copying them: {@code records} stays the
     * caller's, its indices unmoved. For what goes to many connections.
     */
    void writeCopy(ByteBuf records);

    /** Sends what was written: once in a turn of the loop. */
    void flush();

    /** Reads no more from the peer, which then feels it as backpressure. */
    void pauseReading();

    /** Ends {@link #pauseReading}. */
    void resumeReading();

    /** False from the high mark of bytes unsent until they are below the low mark. */
    boolean writable();

    /** Bytes written and not yet taken by the operating system. */
    long bytesPending();

    /**
     * Sends what was written and CLOSE, then closes. A second call does nothing.
     *
     * @param text for people; what the peer sees
     */
    void close(CloseCode code, int retryAfterMillis, String text);

    /**
     * Like the other {@code close}, with a frame that the caller made: its number may be a game's.
     * An implementation that only knows the registry's numbers says KICKED for others.
     */
    default void close(Frame.Close why) {
        CloseCode code = CloseCode.of(why.code());
        close(code == null ? CloseCode.KICKED : code, why.retryAfterMillis(), why.text());
    }

    /**
     * From now on frames may have up to {@code frameBytesMax} bytes. A transport that keeps the
     * beginning of a record until its end comes refuses longer ones by their header; one whose
     * records come whole leaves it to the handler.
     */
    default void limitFrames(int frameBytesMax) {}

    /** Closes without a word, as when the peer is not worth one. */
    void abort();

    /** The peer's address. */
    InetSocketAddress remote();

    /** How its bytes travel. */
    TransportKind transport();
}
