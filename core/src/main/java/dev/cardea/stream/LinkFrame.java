package dev.cardea.stream;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import io.netty.buffer.ByteBuf;

/**
 * One frame on a link between a gateway loop and a node: head and fields. Immutable.
 *
 * <p>As with {@link dev.cardea.wire.Frame}, a body is not held: {@link #read} leaves it between the
 * reader and the writer index, and who writes one appends it.
 *
 * <p>{@code ref} is the gateway loop's rising number, from 1, of one connection of a session on
 * this link. It stands for (session, attempt) and is never used again. {@code ownerRef} is the
 * node's rising number, from 1, of one (owner, epoch) on this link.
 */
public sealed interface LinkFrame {
    /** Appends head and fields to {@code out}; a body is the caller's to append. */
    default void write(ByteBuf out) {
        LinkFrameWriter.write(this, out);
    }

    /**
     * Reads head and fields of the frame that fills {@code frame}, and stands at the body.
     *
     * @throws dev.cardea.wire.MalformedException if it is none: the link is broken
     */
    static LinkFrame read(ByteBuf frame) {
        return LinkFrameReader.read(frame);
    }

    // ---- gateway to node ----

    /** From now on {@code ref} stands for this connection of a session. */
    record Open(int ref, SessionId session, int attempt, Identity who) implements LinkFrame {}

    /** The connection is gone: DETACH of all its streams; {@code ref} is void. */
    record Shut(int ref) implements LinkFrame {}

    /** R3: the stream of {@code owner} from {@code position} on. */
    record Attach(int ref, int attachId, String owner, Position position) implements LinkFrame {}

    /** The session left this stream, its connection lives. */
    record Detach(int ref, int ownerRef) implements LinkFrame {}

    /** R10; body: varint message id, value. {@code seat} is its low 8 bits. */
    record Input(int ref, int ownerRef, boolean base, int seat, int n) implements LinkFrame {}

    /** R14; body: the value. */
    record Request(int ref, int correlation, boolean retry, int deadlineMillis, int route)
            implements LinkFrame {}

    /** The answer to that request is not wanted any more. */
    record Cancel(int ref, int correlation) implements LinkFrame {}

    // ---- node to gateway ----

    /**
     * R3, R6: counts only with the newest attach id of that stream.
     *
     * @param chain the {@code prev} of the next {@link Event} or live {@link Patch} of this owner
     *     on this link
     */
    record Attached(
            int ref,
            int attachId,
            int ownerRef,
            boolean fresh,
            String owner,
            long epoch,
            int seat,
            long seq,
            int applied,
            long schema,
            long tick,
            int tickRate,
            long chain)
            implements LinkFrame {}

    /** A part of the full state for one session; body: the part. */
    record State(int ref, int ownerRef, boolean last, long seq) implements LinkFrame {}

    /**
     * A message on the stream; body: varint message id, value.
     *
     * @param to one session, or 0: all live sessions of that owner on this link
     * @param prev the number of the owner's event before it on this link (R6)
     */
    record Event(int ownerRef, int to, long prev, long seq) implements LinkFrame {}

    /** A message beside the stream, Latest or Unreliable. {@code number} orders a key's. */
    record Passing(int ownerRef, int to, Delivery delivery, int number) implements LinkFrame {}

    /** A missed event, for one session. {@code prev}: what it must have been forwarded last. */
    record Replay(int ref, int ownerRef, long prev, long seq) implements LinkFrame {}

    /**
     * Changes of the owner's tables; body: blocks of a {@link dev.cardea.wire.Frame.Patch}.
     *
     * @param to one session, or 0: all live sessions of that owner on this link
     * @param replay missed by that session, as {@link Replay}; else as {@link Event}
     * @param more the rest follows in frames of the same number; of a replay {@code prev} is then
     *     the same, else it is {@code seq}
     */
    record Patch(int ownerRef, int to, boolean replay, boolean more, long prev, long seq, long tick)
            implements LinkFrame {}

    /** R3d: the replay or the state is complete; the session is live from here on. */
    record Synced(int ref, int attachId, int ownerRef) implements LinkFrame {}

    /** Inputs of that seat up to {@code n} were applied. */
    record Applied(int ref, int ownerRef, int seat, int n) implements LinkFrame {}

    /** R4: the attempt that {@code ref} stands for lost. */
    record Superseded(int ref) implements LinkFrame {}

    /** Attach again: the ring overran a replay, or inputs were dropped. */
    record Again(int ref, int ownerRef) implements LinkFrame {}

    /**
     * The session is no member.
     *
     * @param attachId of the ATTACH that this answers, or 0
     * @param reason a {@link dev.cardea.wire.GoneReason} number
     */
    record Gone(int ref, int attachId, String owner, int reason, String text)
            implements LinkFrame {}

    /** The last frame of that owner on this link; {@code moved}: it lives on elsewhere. */
    record End(int ownerRef, boolean moved) implements LinkFrame {}

    /** The answer to a request; body: the value, or a text. */
    record Reply(int ref, int correlation, int status, int retryAfterMillis) implements LinkFrame {}

    /** Close the session's connection with that {@link dev.cardea.wire.CloseCode} number. */
    record Kick(int ref, int code, String text) implements LinkFrame {}
}
