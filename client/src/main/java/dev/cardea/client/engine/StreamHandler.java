package dev.cardea.client.engine;

import dev.cardea.session.Delivery;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/** Who is told what a stream brings. Called on the session's loop; a body is valid meanwhile. */
interface StreamHandler {
    /** The owner knows the session and has named its seat; inputs go up from here. */
    void onAttached(Frame.Attached frame);

    /** A part of the owner's full state; what was held before is void with the first part. */
    void onState(ByteBuf part);

    /** The full state is complete: from here on messages follow without a gap. */
    void onFresh();

    /** A message of the owner; reliable ones come in order and once. */
    void onMessage(Delivery delivery, ByteBuf body);

    /** A patch of the owner's tables, or a part of one; in order with the reliable messages. */
    void onPatch(Frame.Patch frame, ByteBuf blocks);

    /** The owner has applied the inputs up to the {@code n}th of the membership. */
    void onApplied(long n);

    /**
     * {@code count} inputs were dropped since their seat ended; the owner has not applied them.
     *
     * @param newest which one the last of them is of the membership
     */
    void onInputsLost(int count, long newest);

    /** The session is no member of the owner (any more); the handler decides what follows. */
    void onGone(Frame.Gone frame);
}
