package dev.cardea.client.engine;

import dev.cardea.session.Delivery;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One membership in a room, from the request for a seat to the end (rule R15). Confined to the
 * session's loop, but for {@link #offer}, which any thread may call.
 *
 * <pre>
 *  RESERVING --rooms.join answered--> ATTACHING --STATE complete--> MEMBER --leave--> LEAVING
 *      ^                                  |                            |                 |
 *      +------------ GONE(RESTARTED), or a seat that ran out -----------+               GONE
 *      any other refusal or GONE: ENDED <------------------------------------------------+
 * </pre>
 */
public final class Membership implements StreamHandler {
    /** Seats asked for in a row without becoming a member. */
    static final int RESERVATIONS_MAX = 5;

    /** Message id 0 and nothing else. */
    private static final Bytes LEAVE = Bytes.copyOf(new byte[] {0});

    private enum Phase {
        RESERVING,
        ATTACHING,
        MEMBER,
        LEAVING,
        ENDED
    }

    private final Memberships session;
    private final Memberships.Join join;
    private final MemberHandler handler;
    private final Runnable takeIn;
    private @Nullable ClientStream stream;
    private Phase phase = Phase.RESERVING;
    private int reservations;
    private boolean wasMember;
    private final Intake intake = new Intake();
    private volatile @Nullable UnackedInputs open;
    private volatile long applied;

    Membership(Memberships session, Memberships.Join join) {
        this.session = session;
        this.join = join;
        this.handler = join.handler();
        this.takeIn = () -> session.run(this::takeIn);
    }

    /** The room's name on the wire, {@code type/key}, or "" before the first answer. */
    public String owner() {
        ClientStream current = stream;
        return current == null ? "" : current.owner();
    }

    /**
     * Sends an input. Any thread; inputs of one thread keep their order.
     *
     * @param body message id and value
     */
    public Offer offer(Bytes body) {
        UnackedInputs inputs = open;
        if (inputs == null) {
            return Offer.CLOSED;
        }
        if (!inputs.reserve(body.size())) {
            return Offer.FULL;
        }
        return new Offer.Accepted(intake.add(inputs, body, takeIn));
    }

    private void takeIn() {
        Intake.Entry entry = intake.take();
        while (entry != null) {
            input(entry.n(), entry.waiting());
            entry = entry.next();
        }
    }

    private void input(long n, Intake.Waiting input) {
        ClientStream current = stream;
        if (current != null && open == input.inputs()) {
            current.input(n, input.body());
        } else {
            input.inputs().giveBack(input.body().size());
        }
    }

    /**
     * The newest input that the room has applied, with all before it; those that are lost count as
     * well. 0 at first. Any thread.
     */
    public long applied() {
        return applied;
    }

    /** Leaves, in order after the inputs sent before; {@link MemberHandler#onGone} tells when. */
    public void leave() {
        takeIn();
        switch (phase) {
            case RESERVING -> end(GoneReason.LEFT, "left before there was a seat");
            case ATTACHING, MEMBER -> {
                phase = Phase.LEAVING;
                open = null;
                leaveOnce();
            }
            case LEAVING, ENDED -> {}
        }
    }

    private void leaveOnce() {
        ClientStream current = stream;
        if (current != null && !current.inputs().endsWith(LEAVE)) {
            current.leave(LEAVE);
        }
    }

    void reserve() {
        phase = Phase.RESERVING;
        reservations++;
        session.askForSeat(join, this::onReserved);
    }

    private void onReserved(int status, int retryAfterMillis, ByteBuf body) {
        if (phase != Phase.RESERVING) {
            return;
        }
        if (status == ReplyStatus.OK) {
            attachTo(session.readOwner(body));
            return;
        }
        String text = body.toString(StandardCharsets.UTF_8);
        if (wasMember && passing(status) && reservations < RESERVATIONS_MAX) {
            session.later(retryAfterMillis, this::reserveAgain);
        } else if (wasMember) {
            end(GoneReason.NO_SEAT, text);
        } else {
            refuse(status, text);
        }
    }

    private void reserveAgain() {
        if (phase == Phase.RESERVING) {
            reserve();
        }
    }

    /** Whether the same question may have a better answer soon. */
    private static boolean passing(int status) {
        return switch (status) {
            case ReplyStatus.BUSY,
                    ReplyStatus.UNAVAILABLE,
                    ReplyStatus.DEADLINE,
                    ReplyStatus.UNKNOWN_OUTCOME ->
                    true;
            default -> false;
        };
    }

    /** The session does not become a member. */
    void refuse(int status, String text) {
        phase = Phase.ENDED;
        forget();
        handler.onRefused(status, text);
    }

    private void attachTo(String owner) {
        ClientStream current = stream;
        if (current != null && !current.owner().equals(owner)) {
            session.streams().remove(current);
            current = null;
        }
        if (current == null) {
            if (session.streams().has(owner)) {
                refuse(ReplyStatus.CONFLICT, "already a member of " + owner);
                return;
            }
            current = session.streams().add(owner, this);
            stream = current;
        }
        phase = Phase.ATTACHING;
        open = current.inputs();
        session.attach(current);
    }

    @Override
    public void onAttached(Frame.Attached frame) {
        if (phase == Phase.LEAVING) {
            leaveOnce();
            return;
        }
        if (frame.fresh()) {
            handler.onStateBegins();
        }
        handler.onTicking(frame.tick(), frame.tickRate());
        if (!frame.fresh()) {
            handler.onRecovered();
        }
    }

    @Override
    public void onState(ByteBuf part) {
        handler.onState(part);
    }

    @Override
    public void onFresh() {
        if (phase == Phase.ATTACHING) {
            phase = Phase.MEMBER;
        }
        reservations = 0;
        if (phase != Phase.MEMBER) {
            return;
        }
        if (wasMember) {
            handler.onFresh();
        } else {
            wasMember = true;
            handler.onJoined();
        }
    }

    @Override
    public void onMessage(Delivery delivery, ByteBuf body) {
        if (phase == Phase.MEMBER) {
            handler.onMessage(body);
        }
    }

    @Override
    public void onPatch(Frame.Patch frame, ByteBuf blocks) {
        if (phase == Phase.MEMBER) {
            handler.onPatch(frame, blocks);
        }
    }

    @Override
    public void onApplied(long n) {
        applied = n;
        if (phase == Phase.MEMBER) {
            handler.onApplied(n);
        }
    }

    @Override
    public void onInputsLost(int count, long newest) {
        applied = newest;
        if (phase != Phase.LEAVING && phase != Phase.ENDED) {
            handler.onInputsLost(count);
        }
    }

    @Override
    public void onGone(Frame.Gone frame) {
        GoneReason reason = GoneReason.of(frame.reason());
        ClientStream current = stream;
        if (current == null || phase == Phase.ENDED || phase == Phase.RESERVING) {
            return;
        }
        if (phase == Phase.LEAVING) {
            end(GoneReason.LEFT, frame.text());
        } else if (mayAskAgain(reason)) {
            session.streams().vacate(current);
            reserve();
        } else {
            end(reason == null ? GoneReason.NO_SEAT : reason, frame.text());
        }
    }

    private boolean mayAskAgain(@Nullable GoneReason reason) {
        if (reservations >= RESERVATIONS_MAX) {
            return false;
        }
        return switch (reason) {
            case RESTARTED -> true;
            case NO_SEAT, SEAT_EXPIRED -> !wasMember;
            case null, default -> false;
        };
    }

    /** The session ended, and this with it. */
    void sessionClosed(String why) {
        end(GoneReason.LEFT, why);
    }

    private void end(GoneReason reason, String text) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        forget();
        if (wasMember) {
            handler.onGone(reason, text);
        } else {
            handler.onRefused(statusOf(reason), text);
        }
    }

    private static int statusOf(GoneReason reason) {
        return switch (reason) {
            case LEFT -> ReplyStatus.CANCELLED;
            case FORBIDDEN, KICKED -> ReplyStatus.FORBIDDEN;
            default -> ReplyStatus.CONFLICT;
        };
    }

    private void forget() {
        open = null;
        ClientStream current = stream;
        stream = null;
        if (current != null) {
            session.streams().remove(current);
        }
        session.ended(this);
    }
}
