package dev.cardea.server.node;

import dev.cardea.service.RequestMemory;

/**
 * The requests of one session on this node, over all its connections. Guarded by its own monitor,
 * which is held for a look-up or while an inline handler answers, and never with another.
 *
 * <p>A monitor, not an owner: a session that comes back may be on another event loop while its old
 * connection is still being read, and both may bring the same request.
 */
final class SessionRequests {
    final RequestMemory<Computing> memory = new RequestMemory<>();

    /** Connections of the session that are open on links of this node. */
    int connections;

    /** It was given up; whoever finds it must look for another. */
    boolean retired;
}
