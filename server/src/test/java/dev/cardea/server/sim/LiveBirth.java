package dev.cardea.server.sim;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Recovery;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One room from its opening to its end, as the judge knows it. Confined to the world. */
final class LiveBirth {
    /** Of a room that is not open yet. */
    static final LiveBirth NONE = new LiveBirth(null, 0, "none");

    private final @Nullable LiveJudge judge;
    private final long number;
    private final String key;
    private final Map<Long, LiveStay> stays = new LinkedHashMap<>();

    /** What is to come yet of timers and work aside, by its number. */
    private final Map<Long, Integer> awaited = new HashMap<>();

    LiveBirth(@Nullable LiveJudge judge, long number, String key) {
        this.judge = judge;
        this.number = number;
        this.key = key;
    }

    LiveJudge judge() {
        if (judge == null) {
            throw new IllegalStateException("the room is told something before it is open");
        }
        return judge;
    }

    long number() {
        return number;
    }

    String key() {
        return key;
    }

    /** The membership of that number, or null. */
    @Nullable LiveStay stay(long member) {
        return stays.get(member);
    }

    private LiveStay of(Member who) {
        LiveStay stay = stays.get(who.id());
        if (stay == null) {
            throw new IllegalStateException(who + " never joined " + this);
        }
        return stay;
    }

    // ---- what the room is told ----

    void joined(Member who) {
        String session = who.session().toString();
        for (LiveStay other : stays.values()) {
            if (other.member() == who.id()) {
                judge().fail(who + " joins " + this + " again: " + other);
            } else if (other.session().equals(session) && !other.ended()) {
                judge().fail(who + " joins " + this + " while there is " + other);
            }
        }
        stays.put(who.id(), new LiveStay(this, who.id(), session));
        note("is joined by", who, who.account());
    }

    void dropped(Member who) {
        of(who).dropped();
        note("is told of a drop of", who, "");
    }

    void resumed(Member who, Recovery how) {
        of(who).resumed(how);
        judge().count("resumed " + how);
        note("is told of the return of", who, how.toString());
    }

    void kicked(Member who) {
        of(who).kicked();
    }

    void left(Member who, LeaveReason why) {
        of(who).left(why);
        judge().count("left " + why);
        note("is left by", who, why.toString());
    }

    void heard(Member who, long input) {
        LiveStay stay = of(who);
        stay.heard(input);
        judge().inputs().heard(stay, input);
        note("hears", who, Long.toString(input));
    }

    private void note(String what, Member who, String detail) {
        judge().note(this + " " + what + " member " + who.id() + " " + detail);
    }

    // ---- what the room says ----

    /** To one. */
    void says(long what, Member to) {
        of(to).said().add(what);
    }

    /** To all. */
    void says(long what, List<Member> to) {
        to.forEach(member -> says(what, member));
        long members = stays.values().stream().filter(stay -> stay.member(stay.member())).count();
        if (members != to.size()) {
            judge().fail(this + " has " + to.size() + " members, and was told of " + members);
        }
    }

    // ---- what the room waits for ----

    /** {@code times} events of that number will come. */
    void awaits(long what, int times) {
        awaited.put(what, times);
    }

    void came(long what) {
        Integer left = awaited.get(what);
        if (left == null || left == 0) {
            judge().fail(this + " is told once more of " + what);
        } else {
            awaited.put(what, left - 1);
        }
    }

    /** Whether nothing is to come any more. */
    boolean served() {
        return awaited.values().stream().allMatch(left -> left == 0);
    }

    /** The room throws: it hears nothing more. */
    void fails() {
        judge().count("room failed");
        stays.values().forEach(LiveStay::over);
    }

    /** Whether it believes that somebody is here. */
    boolean inhabited() {
        return stays.values().stream().anyMatch(LiveStay::here);
    }

    /** Whether all its memberships are over. */
    boolean deserted() {
        return stays.values().stream().allMatch(LiveStay::ended);
    }

    @Override
    public String toString() {
        return "room " + number + " (" + key + ")";
    }
}
