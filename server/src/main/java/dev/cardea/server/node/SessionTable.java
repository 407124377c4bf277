package dev.cardea.server.node;

import dev.cardea.session.SessionId;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that have asked something. Safe from any thread.
 *
 * <p>A session is kept while a connection of it is open, since only then can a first copy of a
 * request arrive that its mark must stop, and as long as it remembers a reply.
 */
final class SessionTable {
    /** Sessions of one step of a sweep: a fraction of a millisecond. */
    static final int SWEEP_STEP = 256;

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

    /** A look at all sessions, in steps. */
    Sweep sweep() {
        return new Sweep();
    }

    /** Forgets old replies, and sessions that are gone. Confined to one task at a time. */
    final class Sweep {
        private final Iterator<Map.Entry<SessionId, SessionRequests>> rest =
                sessions.entrySet().iterator();

        /** Looks at {@link #SWEEP_STEP} of them; whether there are more. */
        boolean step(long nanos) {
            for (int i = 0; i < SWEEP_STEP && rest.hasNext(); i++) {
                Map.Entry<SessionId, SessionRequests> next = rest.next();
                if (isOver(next.getValue(), nanos)) {
                    sessions.remove(next.getKey(), next.getValue());
                }
            }
            return rest.hasNext();
        }
    }

    private static boolean isOver(SessionRequests requests, long nanos) {
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
