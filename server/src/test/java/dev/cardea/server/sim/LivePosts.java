package dev.cardea.server.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of what services gave to rooms and agents. Confined to the world. Each comes at most
 * once, in order, and whoever gave it was told the truth.
 */
final class LivePosts {
    /** What a service was told. */
    enum Outcome {
        DELIVERED,
        NOT
    }

    private final LiveJudge judge;
    private final Map<Long, Post> posts = new HashMap<>();
    private final Map<String, List<Long>> notices = new HashMap<>();

    private static final class Post {
        boolean heard;
        @Nullable Outcome outcome;
    }

    LivePosts(LiveJudge judge) {
        this.judge = judge;
    }

    /** A service gives it to a room. */
    void posted(long number) {
        posts.put(number, new Post());
    }

    private Post of(long number) {
        Post post = posts.get(number);
        if (post == null) {
            throw new IllegalStateException("nobody posted " + number);
        }
        return post;
    }

    /** The room's turn. */
    void heard(long number) {
        Post post = of(number);
        if (post.heard) {
            judge.fail("post " + number + " comes twice");
        } else if (post.outcome != null) {
            judge.fail("post " + number + " comes after all: " + post.outcome);
        }
        post.heard = true;
    }

    /** The service is told. */
    void answered(long number, Outcome outcome) {
        Post post = of(number);
        judge.count("post " + outcome);
        if (post.outcome != null || post.heard != (outcome == Outcome.DELIVERED)) {
            judge.fail("post " + number + ", heard " + post.heard + ", is said to be " + outcome);
        }
        post.outcome = outcome;
    }

    // ---- notices ----

    /** A service sends it to an account. */
    void sent(String account, long notice) {
        posts.put(notice, new Post());
        notices.computeIfAbsent(account, name -> new ArrayList<>()).add(notice);
    }

    void settled(long notice, Outcome outcome) {
        judge.count("notice " + outcome);
        of(notice).outcome = outcome;
    }

    /** A session of the account gets {@code notice}, after {@code last}, 0 if it had none. */
    void received(String account, long last, long notice, boolean fresh) {
        Post post = of(notice);
        List<Long> all = notices.getOrDefault(account, List.of());
        int at = all.indexOf(notice);
        int before = all.indexOf(last);
        if (at < 0 || at <= before || post.outcome == Outcome.NOT) {
            judge.fail(account + " gets notice " + notice + " after " + last);
        } else if (!fresh && all.subList(before + 1, at).stream().anyMatch(this::delivered)) {
            judge.fail(account + " misses a notice between " + last + " and " + notice);
        }
    }

    private boolean delivered(long notice) {
        return of(notice).outcome == Outcome.DELIVERED;
    }

    /** The newest notice that {@code account} was promised, or 0. */
    long newest(String account) {
        List<Long> all = notices.getOrDefault(account, List.of());
        return all.reversed().stream().filter(this::delivered).findFirst().orElse(0L);
    }
}
