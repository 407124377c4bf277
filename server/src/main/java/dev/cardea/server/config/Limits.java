package dev.cardea.server.config;

import java.time.Duration;

/**
 * The bounds of everything that could grow, by what they bound. Immutable.
 *
 * <p>{@code security.rate_limit} and {@code security.max_connections} are bounds as well; they
 * stand where the article that Cardea follows has them.
 */
public record Limits(
        @Key(doc = "Who may connect, and how fast.") Admission admission,
        @Key(doc = "How much one connection may send.") Rate rate,
        @Key(doc = "How large one frame may be.") Frame frame,
        @Key(doc = "When a silent connection counts as dead.") Liveness liveness,
        @Key(doc = "How much may wait to be sent to one client.") Outbound outbound,
        @Key(doc = "What is kept for players who come back.") Stream stream,
        @Key(doc = "Rooms, agents and what they do.") Room room) {

    /** Before a session is open. */
    public record Admission(
            @Key(
                            doc = "How many connections one address may have (IPv6: one /64).",
                            byDefault = "512",
                            min = "1",
                            max = "10000000",
                            unit = "connections",
                            reached = "A new connection is closed with TOO_MANY_FROM_ADDRESS.")
                    int perAddress,
            @Key(
                            doc = "How many of these may not have signed in yet.",
                            byDefault = "64",
                            min = "1",
                            max = "10000000",
                            unit = "connections",
                            reached = "A new connection is closed with TOO_MANY_FROM_ADDRESS.")
                    int unauthenticatedPerAddress,
            @Key(
                            doc = "How many new connections one address may open, on average.",
                            byDefault = "20",
                            min = "1",
                            max = "1000000",
                            unit = "connections/s",
                            reached = "A new connection is closed with TOO_MANY_FROM_ADDRESS.")
                    int newPerSecond,
            @Key(
                            doc = "How many of them may come at once.",
                            byDefault = "60",
                            min = "1",
                            max = "1000000",
                            unit = "connections",
                            reached = "A new connection is closed with TOO_MANY_FROM_ADDRESS.")
                    int newBurst,
            @Key(
                            doc =
                                    "How long TLS, WebSocket handshake and sign-in may take"
                                            + " together.",
                            byDefault = "5s",
                            min = "100ms",
                            max = "1m",
                            reached = "The connection is closed with HANDSHAKE_TIMEOUT.")
                    Duration handshakeTime,
            @Key(
                            doc = "How many connections the system holds until they are accepted.",
                            byDefault = "4096",
                            min = "1",
                            max = "65535",
                            unit = "connections",
                            reached = "The system leaves a new connection unanswered.")
                    int backlog) {}

    /** Token buckets of a connection; {@code security.rate_limit} fills the first. */
    public record Rate(
            @Key(
                            doc = "How many messages a connection may send at once.",
                            byDefault = "200",
                            min = "1",
                            max = "2000000",
                            unit = "messages",
                            reached =
                                    "The server stops reading from the connection; nothing is"
                                            + " lost.")
                    int messageBurst,
            @Key(
                            doc = "How many bytes a connection may send each second, on average.",
                            byDefault = "64KiB",
                            min = "1KiB",
                            max = "1GiB",
                            reached =
                                    "The server stops reading from the connection; nothing is"
                                            + " lost.")
                    ByteSize bytesPerSecond,
            @Key(
                            doc = "How many bytes a connection may send at once.",
                            byDefault = "128KiB",
                            min = "1KiB",
                            max = "1GiB",
                            reached =
                                    "The server stops reading from the connection; nothing is"
                                            + " lost.")
                    ByteSize byteBurst,
            @Key(
                            doc = "How long a connection may stay over its rate without a pause.",
                            byDefault = "5s",
                            min = "100ms",
                            max = "10m",
                            reached = "The connection is closed with RATE_LIMITED; it may resume.")
                    Duration throttledTime) {}

    /** Sizes that are checked before anything is allocated. */
    public record Frame(
            @Key(
                            doc = "The largest frame that a client may send.",
                            byDefault = "64KiB",
                            min = "1KiB",
                            max = "8MiB",
                            reached = "The connection is closed with FRAME_TOO_LARGE.")
                    ByteSize inbound,
            @Key(
                            doc = "The largest frame that the server sends.",
                            byDefault = "128KiB",
                            min = "1KiB",
                            max = "8MiB",
                            reached = "The sending room or service gets an error; nothing is sent.")
                    ByteSize outbound,
            @Key(
                            doc = "The largest first frame (HELLO).",
                            byDefault = "4KiB",
                            min = "1KiB",
                            max = "64KiB",
                            reached = "The connection is closed with FRAME_TOO_LARGE.")
                    ByteSize hello) {}

    /** Heartbeats. */
    public record Liveness(
            @Key(
                            doc = "How often each side says that it is there.",
                            byDefault = "5s",
                            min = "100ms",
                            max = "5m")
                    Duration pingInterval,
            @Key(
                            doc = "How long a connection may be silent.",
                            byDefault = "15s",
                            min = "300ms",
                            max = "15m",
                            reached = "The connection is closed with IDLE_TIMEOUT; it may resume.")
                    Duration idleTime) {}

    /** Backpressure towards a client. */
    public record Outbound(
            @Key(
                            doc = "Waiting bytes below which a client counts as keeping up again.",
                            byDefault = "32KiB",
                            min = "1KiB",
                            max = "64MiB")
                    ByteSize lowMark,
            @Key(
                            doc = "Waiting bytes above which a client counts as slow.",
                            byDefault = "64KiB",
                            min = "1KiB",
                            max = "64MiB",
                            reached =
                                    "LATEST messages overwrite their older ones, UNRELIABLE ones"
                                            + " are dropped and counted.")
                    ByteSize highMark,
            @Key(
                            doc = "Bytes that may wait for one client at most.",
                            byDefault = "256KiB",
                            min = "4KiB",
                            max = "256MiB",
                            reached = "The connection is closed with SLOW_CONSUMER; it may resume.")
                    ByteSize queue,
            @Key(
                            doc =
                                    "The kernel's send buffer (SO_SNDBUF), so that it hides no"
                                            + " megabytes.",
                            byDefault = "64KiB",
                            min = "4KiB",
                            max = "16MiB")
                    ByteSize socketBuffer,
            @Key(
                            doc =
                                    "How long sent bytes may stay unacknowledged (TCP_USER_TIMEOUT,"
                                            + " on Linux); 0s leaves it to the system.",
                            byDefault = "20s",
                            min = "0s",
                            max = "10m",
                            reached = "The system ends the connection; the session may resume.")
                    Duration unacknowledgedTime,
            @Key(
                            doc = "Bytes that may wait on one link between a gateway and a node.",
                            byDefault = "16MiB",
                            min = "1MiB",
                            max = "1GiB",
                            reached = "The link is closed; its streams attach again and continue.")
                    ByteSize link) {}

    /** Rings and seats. */
    public record Stream(
            @Key(
                            doc = "What a room or agent keeps of what it said, in bytes.",
                            byDefault = "256KiB",
                            min = "4KiB",
                            max = "64MiB",
                            reached = "The oldest is forgotten; who missed it gets the full state.")
                    ByteSize ring,
            @Key(
                            doc = "How long it keeps it.",
                            byDefault = "1m",
                            min = "1s",
                            max = "1h",
                            reached = "The oldest is forgotten; who missed it gets the full state.")
                    Duration ringTime,
            @Key(
                            doc = "What all rings together may hold.",
                            byDefault = "512MiB",
                            min = "1MiB",
                            max = "64GiB",
                            reached = "The ring that wants to grow forgets its own oldest instead.")
                    ByteSize rings,
            @Key(
                            doc = "How long the seat of a lost player is kept.",
                            byDefault = "1m",
                            min = "1s",
                            max = "1d",
                            reached = "The member leaves the room (SEAT_EXPIRED).")
                    Duration detachedSeat,
            @Key(
                            doc = "How long a seat waits for the player who just joined.",
                            byDefault = "15s",
                            min = "1s",
                            max = "5m",
                            reached = "The seat is free again.")
                    Duration reservedSeat,
            @Key(
                            doc = "What one player is told of the past before others have a turn.",
                            byDefault = "32KiB",
                            min = "1KiB",
                            max = "16MiB",
                            reached = "The replay goes on in the next turn.")
                    ByteSize replayStep) {}

    /** Rooms, agents and what they do. */
    public record Room(
            @Key(
                            doc = "How many rooms a node runs, agents not counted.",
                            byDefault = "10000",
                            min = "1",
                            max = "10000000",
                            unit = "rooms",
                            reached = "A join that would open one more is refused.")
                    int rooms,
            @Key(
                            doc =
                                    "How many agents: accounts with a session, also one that is"
                                            + " away.",
                            byDefault = "100000",
                            min = "1",
                            max = "10000000",
                            unit = "agents",
                            reached = "A new session is closed with SERVER_FULL.")
                    int agents,
            @Key(
                            doc = "How many sessions an account may have at once.",
                            byDefault = "1",
                            min = "1",
                            max = "64",
                            unit = "sessions",
                            reached = "The oldest session is closed with LOGGED_IN_ELSEWHERE.")
                    int sessionsPerAccount,
            @Key(
                            doc = "How much work of rooms is under way beside them (Stage.ask).",
                            byDefault = "1024",
                            min = "1",
                            max = "1000000",
                            unit = "asks",
                            reached = "The room gets the answer that it named for this case.")
                    int asks,
            @Key(
                            doc = "How long a room may take for one event.",
                            byDefault = "500ms",
                            min = "10ms",
                            max = "1m",
                            reached = "The log names the room, the event and where it is.")
                    Duration turnBudget) {}
}
