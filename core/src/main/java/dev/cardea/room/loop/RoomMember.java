package dev.cardea.room.loop;

import dev.cardea.room.Member;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;

/** A member as the loop keeps it. Confined to the room. */
final class RoomMember implements Member {
    final int number;
    private final SessionId session;
    private final Identity who;

    /** Whether it is a spectator. */
    final boolean watches;

    boolean attached = true;
    boolean gone;

    RoomMember(int number, SessionId session, Identity who, boolean watches) {
        this.number = number;
        this.session = session;
        this.who = who;
        this.watches = watches;
    }

    @Override
    public long id() {
        return number;
    }

    @Override
    public String account() {
        return who.account();
    }

    @Override
    public String name() {
        return who.name();
    }

    @Override
    public SessionId session() {
        return session;
    }

    @Override
    public boolean attached() {
        return attached && !gone;
    }

    @Override
    public String toString() {
        return (watches ? "spectator " : "member ") + number + " (" + account() + ')';
    }
}
