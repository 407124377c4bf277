package dev.cardea.wire;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame between client and gateway, head and fields; docs/PROTOCOL.md is normative. Immutable.
 *
 * <p>Frames with a body ({@link Input}, {@link Event}, {@link State}, {@link Patch}, {@link
 * Request}, {@link Reply}) do not hold it: {@link #read} leaves it between the reader and the
 * writer index of the buffer, and who writes one appends it after {@link #write}. So a body crosses
 * a gateway without being copied into an object, or looked at.
 */
public sealed interface Frame {
    /** Appends head and fields to {@code out}; a body is the caller's to append. */
    default void write(ByteBuf out) {
        FrameWriter.write(this, out);
    }

    /**
     * Reads head and fields of the frame that fills {@code frame} from its reader to its writer
     * index, and stands at the body.
     *
     * @throws MalformedException if it is none, or has bytes too many; stackless
     */
    static Frame read(ByteBuf frame) {
        return FrameReader.read(frame);
    }

    /** One stream that a client holds or wants. {@code owner} "" is the session's own agent. */
    record Stream(String owner, Position position) {}

    /** What proves who the client is at its first connection. */
    record Credential(String scheme, Bytes proof) {}

    /**
     * The client's first frame, and its only one before WELCOME. Exactly one of credential and
     * token is there.
     *
     * @param attempt the client's own number of this connection, 1 or more, rising within a session
     * @param client what the client says that it is: for people, at most 256 bytes
     * @param capabilities bits; none is given out yet
     */
    record Hello(
            int attempt,
            @Nullable Credential credential,
            @Nullable Bytes token,
            List<Stream> streams,
            String client,
            long capabilities)
            implements Frame {
        public Hello {
            streams = List.copyOf(streams);
        }
    }

    /** The bounds that a gateway enforces on what it reads, so that a client can keep to them. */
    record Limits(
            int frameInBytesMax,
            int frameOutBytesMax,
            int messagesPerSecond,
            int messageBurst,
            int bytesPerSecond,
            int byteBurst) {}

    /** The answer to a good HELLO. */
    record Welcome(
            SessionId session,
            Bytes token,
            int tokenLifetimeSeconds,
            long serverMicros,
            int pingIntervalMillis,
            int idleTimeoutMillis,
            Limits limits,
            String account,
            String name,
            String gateway)
            implements Frame {}

    /** A renewed session token; the older one is valid until it expires. */
    record Auth(int tokenLifetimeSeconds, Bytes token) implements Frame {}

    /** Asks for a PONG. {@code t0} is the sender's clock in microseconds. */
    record Ping(long t0) implements Frame {}

    /** The answer: {@code t1} the receiver's clock at arrival, then held for {@code holdMicros}. */
    record Pong(long t0, long t1, int holdMicros) implements Frame {}

    /**
     * The sender's last frame.
     *
     * @param code a {@link CloseCode} number or a game's
     * @param flags {@link CloseCode.Flags}
     * @param text for people, at most 123 bytes
     */
    record Close(int code, int flags, int retryAfterMillis, String text) implements Frame {
        /** Of the registry, with its flags. */
        public static Close of(CloseCode code, int retryAfterMillis, String text) {
            return new Close(code.number(), code.flags(), retryAfterMillis, text);
        }
    }

    /**
     * Move to another connection: begin after {@code afterMillis}, be gone at {@code
     * deadlineMillis}. No endpoint means the same address.
     */
    record GoAway(int code, int afterMillis, int deadlineMillis, List<String> endpoints)
            implements Frame {
        public GoAway {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * An input to an owner; body: varint message id, value. Id 0 leaves.
     *
     * @param base the number is the first after an ATTACHED and not its applied + 1 (rule R12)
     * @param seat the low 8 bits of the seat
     * @param n the number of the input in its seat, from 1
     */
    record Input(int channel, boolean base, int seat, int n) implements Frame {}

    /** A message of an owner; body: varint message id, value. */
    record Event(int channel, Delivery delivery, int number) implements Frame {
        /** On the stream; {@code seq} is the low 32 bits of the owner's number. */
        public static Event reliable(int channel, int seq) {
            return new Event(channel, Delivery.RELIABLE, seq);
        }
    }

    /** A part of an owner's full state; body: the part. The last one sets the position. */
    record State(int channel, boolean last, long seq) implements Frame {}

    /**
     * Changes of an owner's tables, on the stream; body: blocks, see docs/PROTOCOL.md, "Tables".
     *
     * @param more the rest follows in frames of the same number: the position moves with the last
     * @param seq the low 32 bits of the owner's number
     * @param tick after which the tables are so, 0 where there is none or it is not known
     */
    record Patch(int channel, boolean more, int seq, long tick) implements Frame {}

    /**
     * An owner's answer to ATTACH; binds the channel to (owner, epoch).
     *
     * @param fresh false: recovered, what was missed after {@code seq} follows. true: full state
     *     follows
     * @param seat the session's membership
     * @param seq recovered: the position that was asked from. fresh: the owner's newest number
     * @param applied the number of the newest input applied of this seat
     * @param schema the hash of the owner's schema
     * @param tick the owner's tick, 0 without ticks
     * @param tickRate ticks per second, 0 without ticks
     * @param serverMicros the gateway's clock, microseconds of Unix time
     */
    record Attached(
            int channel,
            boolean fresh,
            String owner,
            String type,
            long epoch,
            int seat,
            long seq,
            int applied,
            long schema,
            long tick,
            int tickRate,
            long serverMicros)
            implements Frame {}

    /** Inputs of that seat up to {@code n} were applied. */
    record Applied(int channel, int seat, int n) implements Frame {}

    /**
     * A request to a service; body: the value.
     *
     * @param correlation rising from 1 within the session
     * @param retry it may have been sent before (rule R14)
     * @param deadlineMillis 0: the server's default
     */
    record Request(int correlation, boolean retry, int deadlineMillis, int route)
            implements Frame {}

    /** The answer; body: the value if status is 0, else a text for people. */
    record Reply(int correlation, int status, int retryAfterMillis) implements Frame {}

    /** Asks an owner for its stream from a position on. */
    record Attach(Stream stream) implements Frame {}

    /** The session is no member of that owner. {@code reason}: a {@link GoneReason} number. */
    record Gone(String owner, int reason, String text) implements Frame {}

    /** The answer to that request is not wanted any more. */
    record Cancel(int correlation) implements Frame {}

    /** Something went wrong that leaves the session alive. */
    record Fault(int code, int ref, int retryAfterMillis, String text) implements Frame {}
}
