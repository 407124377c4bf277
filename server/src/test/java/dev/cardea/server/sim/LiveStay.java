package dev.cardea.server.sim;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Recovery;
import java.util.ArrayList;
import java.util.List;

/**
 * One membership as its room knows it, and all that the room said to it. Confined to the world.
 * What a room is told of a member has an order: a join, then drops and returns in turn, then one
 * leave; inputs only while it is here.
 */
final class LiveStay {
    private enum State {
        HERE,
        AWAY,
        KICKED,
        GONE
    }

    private final LiveBirth birth;
    private final long member;
    private final String session;
    private final List<Long> said = new ArrayList<>();
    private State state = State.HERE;

    LiveStay(LiveBirth birth, long member, String session) {
        this.birth = birth;
        this.member = member;
        this.session = session;
    }

    LiveBirth birth() {
        return birth;
    }

    /** The number that the room gave it. */
    long member() {
        return member;
    }

    /** Whose it is. */
    String session() {
        return session;
    }

    /** What the room said to it, oldest first. */
    List<Long> said() {
        return said;
    }

    boolean here() {
        return state == State.HERE;
    }

    /** Whether the room still counts it among its members. */
    boolean member(long number) {
        return member == number && state != State.GONE && state != State.KICKED;
    }

    boolean ended() {
        return state == State.GONE;
    }

    void dropped() {
        expect(state == State.HERE, "is told that it dropped");
        state = State.AWAY;
    }

    void resumed(Recovery how) {
        boolean fits = state == State.AWAY || (state == State.HERE && how == Recovery.FRESH);
        expect(fits, "is told that it is back, " + how);
        state = State.HERE;
    }

    void kicked() {
        expect(state == State.HERE || state == State.AWAY, "can kick it");
        state = State.KICKED;
    }

    void left(LeaveReason why) {
        boolean fits =
                switch (why) {
                    case LEFT -> state == State.HERE;
                    case KICKED -> state == State.KICKED;
                    case TIMED_OUT -> state == State.AWAY;
                    case ROOM_CLOSED, SERVER_CLOSING -> state == State.HERE || state == State.AWAY;
                };
        expect(fits, "is told that it left, " + why);
        state = State.GONE;
    }

    /** The room failed, or died with its node: it is told nothing more. */
    void over() {
        state = State.GONE;
    }

    void heard(long number) {
        expect(state == State.HERE, "hears input " + number);
    }

    private void expect(boolean holds, String what) {
        if (!holds) {
            birth.judge().fail(birth + " " + what + ": " + this);
        }
    }

    @Override
    public String toString() {
        return "member " + member + " of " + birth + ", " + state;
    }
}
