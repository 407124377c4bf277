package dev.cardea.server.node;

import dev.cardea.session.SessionId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that have asked something. Safe from any thread.
 *
 * <p>A session is kept while a connection of it is open, since only then can a first copy of a
 * request arrive that its mark must stop, and as long as it remembers a reply.
 */
final class SessionTable {
    private final ConcurrentHashMap<SessionId, SessionRequests> sessions =
            new ConcurrentHashMap<>();

    /** The requests of {@code session}, for one more connection; {@link #close} gives it back. */
    SessionRequests open(SessionId session) {
        while (true) {
            SessionRequests requests =
                    sessions.computeIfAbsent(session, id -> new SessionRequests());
            synchronized (requests) {
                if (!requests.retired) {
                    requests.connections++;
                    return requests;
                }
            }
        }
    }

    /** That connection is gone. */
    static void close(SessionRequests requests) {
        synchronized (requests) {
            requests.connections--;
        }
    }

    /** Forgets old replies, and sessions that are gone. */
    void sweep(long nanos) {
        sessions.forEach(
                (id, requests) -> {
                    if (sweep(requests, nanos)) {
                        sessions.remove(id, requests);
                    }
                });
    }

    private static boolean sweep(SessionRequests requests, long nanos) {
        synchronized (requests) {
            requests.memory.expire(nanos);
            requests.retired = requests.connections == 0 && requests.memory.isEmpty();
            return requests.retired;
        }
    }

    int size() {
        return sessions.size();
    }
}
