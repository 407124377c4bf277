package dev.cardea.server.gateway;

import java.time.Duration;

/**
 * The bounds of a gateway; docs/LIMITS.md lists them. Immutable. In admission and rates 0 stands
 * for no bound.
 *
 * @param outboundBytesMax bytes that may wait for one client; beyond it is a SLOW_CONSUMER
 */
public record GatewayLimits(
        Entry entry, Rates rates, Frames frames, Liveness liveness, int outboundBytesMax) {
    /** The defaults of the configuration. */
    public static final GatewayLimits DEFAULT =
            new GatewayLimits(
                    new Entry(10_000, 512, 64, 20, 60, Duration.ofSeconds(5)),
                    new Rates(100, 200, 64 * 1024, 128 * 1024, Duration.ofSeconds(5)),
                    new Frames(64 * 1024, 128 * 1024, 4 * 1024),
                    new Liveness(Duration.ofSeconds(5), Duration.ofSeconds(15)),
                    256 * 1024);

    /**
     * Before a session is open.
     *
     * @param connectionsMax of the whole gateway
     * @param perAddressMax of one address; IPv6 counts by /64
     * @param unauthenticatedPerAddressMax of them before WELCOME
     * @param newPerSecond new ones of an address, on average
     * @param newBurst new ones of an address at once
     * @param handshake from the socket to WELCOME
     */
    public record Entry(
            int connectionsMax,
            int perAddressMax,
            int unauthenticatedPerAddressMax,
            int newPerSecond,
            int newBurst,
            Duration handshake) {}

    /**
     * What one connection may send.
     *
     * @param throttled how long it may be above that without catching up
     */
    public record Rates(
            int messagesPerSecond,
            int messageBurst,
            int bytesPerSecond,
            int byteBurst,
            Duration throttled) {}

    /** Sizes of frames, in bytes. */
    public record Frames(int inBytesMax, int outBytesMax, int helloBytesMax) {}

    /**
     * Heartbeat.
     *
     * @param ping how often the gateway sends PING
     * @param idle how long a connection may be silent, or take nothing of what waits for it
     */
    public record Liveness(Duration ping, Duration idle) {}
}
