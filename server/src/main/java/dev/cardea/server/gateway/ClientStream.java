package dev.cardea.server.gateway;

import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's part of one stream of one connection: what was forwarded last, and whether its
 * owner is attached. Confined to the loop; pure.
 *
 * <p>It may vanish at any time, as the whole gateway may: everything in it is a copy of what the
 * owner or the client knows as well.
 */
final class ClientStream {
    /** How far the way to the owner is built. */
    enum State {
        /** ATTACH is to be sent. */
        NEED,

        /** ATTACH was sent. */
        ASKED,

        /** The owner has answered: frames are forwarded, in both directions. */
        ON
    }

    private final Open holder;
    private final String owner;
    private State state = State.NEED;
    private int attachId;
    private long epoch;
    private int seat;
    private long seq;
    private boolean held;
    private boolean live;
    private @Nullable OwnerChannel channel;

    /** Where it stands among its channel's streams; the channel's to keep. */
    int index;

    /** Whether it waits in the loop's queue of ATTACHes; the queue's to keep. */
    boolean queued;

    ClientStream(Open holder, String owner, Position from) {
        this.holder = holder;
        this.owner = owner;
        startFrom(from);
    }

    Open holder() {
        return holder;
    }

    String owner() {
        return owner;
    }

    State state() {
        return state;
    }

    boolean isOn() {
        return state == State.ON;
    }

    boolean isAgent() {
        return owner.startsWith(OwnerId.AGENT_TYPE + '/');
    }

    int attachId() {
        return attachId;
    }

    int seat() {
        return seat;
    }

    /** The channel while ON, else null. */
    @Nullable OwnerChannel channel() {
        return channel;
    }

    /** In the audience of what is said to all. */
    boolean isLive() {
        return live;
    }

    /**
     * The client asks from there. An epoch older than one that was seen makes it NONE (R9).
     *
     * @return the channel that it is to be taken out of, or null
     */
    @Nullable OwnerChannel restart(Position from) {
        startFrom(from);
        return needs();
    }

    private void startFrom(Position from) {
        boolean older = Long.compareUnsigned(from.epoch(), epoch) < 0;
        epoch = older ? epoch : from.epoch();
        held = from.held() && !older;
        seat = held ? from.seat() : 0;
        seq = held ? from.seq() : 0;
    }

    /**
     * The way to the owner is broken (R5, R6, AGAIN): attach again from what was forwarded last.
     *
     * @return the channel that it is to be taken out of, or null
     */
    @Nullable OwnerChannel needs() {
        OwnerChannel left = channel;
        state = State.NEED;
        live = false;
        channel = null;
        return left;
    }

    /** ATTACH is being sent; with this id alone an answer counts (R6). */
    LinkFrame.Attach ask(int ref) {
        state = State.ASKED;
        attachId++;
        return new LinkFrame.Attach(ref, attachId, owner, position());
    }

    /** Whether {@code id} is of the newest ATTACH, and that is unanswered. */
    boolean isAnswer(int id) {
        return state == State.ASKED && id == attachId;
    }

    /** Whether an answer with that epoch comes from a copy older than one that was seen (R9). */
    boolean isOlder(long answeredEpoch) {
        return Long.compareUnsigned(answeredEpoch, epoch) < 0;
    }

    /** The owner answered. Fresh: the position is NONE until the state is complete (R3c). */
    void attached(LinkFrame.Attached answer, OwnerChannel to) {
        state = State.ON;
        live = false;
        channel = to;
        epoch = answer.epoch();
        seat = answer.seat();
        held = !answer.fresh();
        seq = held ? answer.seq() : 0;
    }

    /** The last part of the state was forwarded. */
    void stateEnded(long stateSeq) {
        held = true;
        seq = stateSeq;
    }

    /** Whether a replayed event follows what was forwarded last. */
    boolean follows(long prev) {
        return state == State.ON && !live && held && seq == prev;
    }

    /** An event was forwarded. */
    void forwarded(long eventSeq) {
        seq = eventSeq;
    }

    /** The replay or the state is complete (R3d). */
    void goLive() {
        live = true;
    }

    /** What was forwarded last. */
    Position position() {
        return held ? Position.at(epoch, seat, seq) : Position.none(epoch);
    }
}
