package dev.cardea.testkit.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who counts. I5: a closed or superseded connection never changes an owner's state. I6: the newest
 * connection of a session is never superseded by an older one. R14: what must not happen twice does
 * not.
 */
final class SessionRules implements Rules {
    private record Seat(String owner, long epoch, String client) {}

    private record Request(String client, int correlation) {}

    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<Seat, Integer> highest = new HashMap<>();
    private final Map<Seat, Integer> routed = new HashMap<>();
    private final Set<Request> once = new HashSet<>();
    private final Set<Request> ran = new HashSet<>();

    @Override
    public void accept(Fact fact, Verdict verdict) {
        switch (fact) {
            case Fact.Greeted hello -> newest.merge(hello.client(), hello.attempt(), Math::max);
            case Fact.Superseded loser -> superseded(loser, verdict);
            case Fact.Took took -> took(took, verdict);
            case Fact.Lost lost -> routed.remove(seat(lost.owner(), lost.epoch(), lost.client()));
            case Fact.Ended end -> {
                routed.remove(seat(end.owner(), end.epoch(), end.client()));
                highest.remove(seat(end.owner(), end.epoch(), end.client()));
            }
            case Fact.Applied applied -> applied(applied, verdict);
            case Fact.Asked asked -> asked(asked);
            case Fact.Ran run -> ran(run, verdict);
            default -> {}
        }
    }

    private void superseded(Fact.Superseded fact, Verdict verdict) {
        int attempt = newest.getOrDefault(fact.client(), 0);
        if (fact.attempt() >= attempt) {
            verdict.broken("I6", "that is the newest attempt");
        }
    }

    private void took(Fact.Took fact, Verdict verdict) {
        Seat seat = seat(fact.owner(), fact.epoch(), fact.client());
        int before = highest.getOrDefault(seat, 0);
        if (fact.attempt() < before) {
            verdict.broken("I5", "attempt " + before + " had been taken");
        }
        highest.merge(seat, fact.attempt(), Math::max);
        routed.put(seat, fact.attempt());
    }

    private void applied(Fact.Applied fact, Verdict verdict) {
        Integer attempt = routed.get(seat(fact.owner(), fact.epoch(), fact.client()));
        if (attempt == null) {
            verdict.broken("I5", "the owner knew that connection to be gone");
        } else if (attempt != fact.attempt()) {
            verdict.broken("I5", "attempt " + attempt + " counts");
        }
    }

    private void asked(Fact.Asked fact) {
        if (fact.once()) {
            once.add(new Request(fact.client(), fact.correlation()));
        }
    }

    private void ran(Fact.Ran fact, Verdict verdict) {
        Request request = new Request(fact.client(), fact.correlation());
        if (!ran.add(request) && once.contains(request)) {
            verdict.broken("R14", "ran twice");
        }
    }

    private static Seat seat(String owner, long epoch, String client) {
        return new Seat(owner, epoch, client);
    }
}
