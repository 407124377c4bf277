package dev.cardea.client.engine;

import dev.cardea.net.Endpoint;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Where to connect next: the endpoints given by the game in turn, after those that a GOAWAY named.
 * Confined to the session's loop.
 */
final class Endpoints {
    private final List<Endpoint> known;
    private final ArrayDeque<Endpoint> preferred = new ArrayDeque<>(0);
    private int index;

    Endpoints(List<Endpoint> known) {
        if (known.isEmpty()) {
            throw new IllegalArgumentException("no endpoint");
        }
        this.known = List.copyOf(known);
    }

    /** Where to try now. */
    Endpoint current() {
        Endpoint first = preferred.peekFirst();
        return first != null ? first : known.get(index);
    }

    /** The current one did not work: the next in turn. */
    void advance() {
        if (preferred.pollFirst() == null) {
            index = (index + 1) % known.size();
        }
    }

    /** The server asks to go there next; each is tried once before the known ones. */
    void prefer(List<Endpoint> endpoints) {
        preferred.clear();
        preferred.addAll(endpoints);
    }

    /** Whether the session's token is as safe there as where the game wanted it to go. */
    boolean isAsSecure(Endpoint other) {
        return other.transport().secure()
                || known.stream().noneMatch(endpoint -> endpoint.transport().secure());
    }

    int knownCount() {
        return known.size();
    }
}
