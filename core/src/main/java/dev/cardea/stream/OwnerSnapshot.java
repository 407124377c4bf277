package dev.cardea.stream;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import java.util.List;

/**
 * What of an owner's stream outlives a crash (rule R8): seats and what was applied, not attempts
 * and routes. Immutable.
 *
 * @param nextSeat the number that the next membership gets
 */
public record OwnerSnapshot(int nextSeat, List<Member> members) {
    public OwnerSnapshot {
        members = List.copyOf(members);
    }

    /** One taken seat. */
    public record Member(int seat, SessionId session, Identity who, int applied, boolean watches) {}
}
