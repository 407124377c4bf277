package dev.cardea.client.engine;

import dev.cardea.session.Delivery;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/**
 * What the player's own agent says, on channel 0. The gateway attaches it, and the session ends
 * with it, so there is nothing to decide here. Confined to the session's loop.
 */
final class Agent implements StreamHandler {
    private final SessionHandler session;

    Agent(SessionHandler session) {
        this.session = session;
    }

    @Override
    public void onAttached(Frame.Attached frame) {}

    @Override
    public void onState(ByteBuf part) {}

    @Override
    public void onFresh() {}

    @Override
    public void onMessage(Delivery delivery, ByteBuf body) {
        session.onNotice(body);
    }

    @Override
    public void onPatch(Frame.Patch frame, ByteBuf blocks) {} // an agent has no tables

    @Override
    public void onApplied(long n) {}

    @Override
    public void onInputsLost(int count, long newest) {}

    @Override
    public void onGone(Frame.Gone frame) {}
}
