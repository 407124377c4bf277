package dev.cardea.server.sim;

import dev.cardea.testkit.SimWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows what rooms, services and players of a run were told and said, and what is wrong with that.
 * Confined to the world.
 */
final class LiveJudge {
    private final SimWorld world;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<LiveBirth> births = new ArrayList<>();
    private final Map<String, LiveBirth> newest = new HashMap<>();
    private final LiveInputs inputs = new LiveInputs(this);
    private final LiveRequests requests = new LiveRequests(this);
    private final LivePosts posts = new LivePosts(this);
    private long lastNumber;
    private @Nullable String failure;

    LiveJudge(SimWorld world) {
        this.world = world;
    }

    /** A room opens, in that life of the node. */
    LiveBirth born(int life, String key) {
        LiveBirth birth = new LiveBirth(this, births.size() + 1L, key);
        births.add(birth);
        LiveBirth before = newest.put(life + "/" + key, birth);
        if (before != null && !before.deserted()) {
            fail(birth + " opens while there are members in " + before);
        }
        note(birth + " opens");
        count("room opened");
        return birth;
    }

    /** A room of that life that believes somebody to be here, or null. */
    @Nullable LiveBirth inhabited(int life) {
        for (LiveBirth birth : births) {
            boolean current = birth.equals(newest.get(life + "/" + birth.key()));
            if (current && birth.inhabited()) {
                return birth;
            }
        }
        return null;
    }

    /** The membership that a room named so, or null. */
    @Nullable LiveStay stay(long birth, long member) {
        return birth < 1 || birth > births.size() ? null : births.get((int) birth - 1).stay(member);
    }

    LiveInputs inputs() {
        return inputs;
    }

    LiveRequests requests() {
        return requests;
    }

    LivePosts posts() {
        return posts;
    }

    /** A number that nothing else in this run has. */
    long nextNumber() {
        return ++lastNumber;
    }

    void note(String what) {
        world.note(what);
    }

    /** One more of {@code what}: which kinds of things a run has seen. */
    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** {@code times} more of it. */
    void count(String what, long times) {
        if (times > 0) {
            counts.merge(what, (int) times, Integer::sum);
        }
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** Notes why this run is not as it should be; the first reason counts. */
    void fail(String why) {
        if (failure == null) {
            failure = why;
            world.note("FAILED " + why);
        }
    }

    /** Why this run failed, or null. */
    @Nullable String failure() {
        return failure;
    }
}
