package dev.cardea.net.channel;

import io.netty.channel.WriteBufferWaterMark;

/**
 * What sockets may hold. Immutable.
 *
 * @param lowMarkBytes unsent bytes below which a connection is writable again
 * @param highMarkBytes unsent bytes above which it is not
 * @param sendBufferBytes SO_SNDBUF, so that the kernel hides no megabytes
 * @param userTimeoutMillis TCP_USER_TIMEOUT: how long sent bytes may stay unacknowledged; 0 leaves
 *     it to the system. On epoll alone
 * @param backlog connections that the kernel holds until they are accepted
 */
public record SocketLimits(
        int lowMarkBytes,
        int highMarkBytes,
        int sendBufferBytes,
        int userTimeoutMillis,
        int backlog) {
    /** What docs/LIMITS.md says. */
    public static final SocketLimits DEFAULT =
            new SocketLimits(32 * 1024, 64 * 1024, 64 * 1024, 20_000, 4096);

    WriteBufferWaterMark marks() {
        return new WriteBufferWaterMark(lowMarkBytes, highMarkBytes);
    }
}
