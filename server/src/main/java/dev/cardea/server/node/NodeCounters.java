package dev.cardea.server.node;

import java.util.concurrent.atomic.LongAdder;

/** What happened in a node since it started. Safe from any thread. */
public final class NodeCounters {
    /** Inputs given to rooms' mailboxes. */
    public final LongAdder inputs = new LongAdder();

    /** Inputs whose body was no message of the room: the connection was closed. */
    public final LongAdder malformedInputs = new LongAdder();

    /** Times that a member was told to send again, as a mailbox was full. */
    public final LongAdder overruns = new LongAdder();

    /** Rooms that threw. */
    public final LongAdder failedRooms = new LongAdder();

    /** Times that a room was found to take longer than its budget. */
    public final LongAdder lateRooms = new LongAdder();

    /** What the rooms' ticks came to. */
    public final TickCounters ticks = new TickCounters();

    /** Requests that came, repeated ones too. */
    public final LongAdder requests = new LongAdder();

    /** Requests answered from memory. */
    public final LongAdder remembered = new LongAdder();

    /** Requests whose body is malformed, or whose route nobody has. */
    public final LongAdder badRequests = new LongAdder();

    /** Requests refused since too many were under way. */
    public final LongAdder busyRequests = new LongAdder();

    /** Requests whose handler failed. */
    public final LongAdder failedRequests = new LongAdder();

    /** Requests whose time was up. */
    public final LongAdder lateRequests = new LongAdder();

    /** Links closed since their gateway did not read. */
    public final LongAdder overrunLinks = new LongAdder();
}
