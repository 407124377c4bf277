package dev.cardea.testkit.room;

import dev.cardea.wire.Bytes;
import java.util.ArrayDeque;

/**
 * What a member said that it does not know to be applied, with its numbers: rules R10 and R11 of
 * docs/PROTOCOL.md. Confined to the test.
 */
final class UnappliedInputs {
    /** As in the clients. */
    static final int MAX = 256;

    private final ArrayDeque<Bytes> bodies = new ArrayDeque<>();
    private int first = 1;

    /** Says one of them. */
    interface Sender {
        /** Under its number. */
        void send(int n, Bytes body);
    }

    int size() {
        return bodies.size();
    }

    /** Adds one; its number. */
    int add(Bytes body) {
        if (bodies.size() >= MAX) {
            throw new IllegalStateException(
                    MAX + " inputs wait already: a client would be told FULL");
        }
        bodies.add(body);
        return first + bodies.size() - 1;
    }

    /** Those up to {@code n} are applied. */
    void applied(int n) {
        while (!bodies.isEmpty() && first <= n) {
            bodies.remove();
            first++;
        }
    }

    /** Says all again, oldest first. */
    void resend(Sender sender) {
        int n = first;
        for (Bytes body : bodies) {
            sender.send(n++, body);
        }
    }
}
