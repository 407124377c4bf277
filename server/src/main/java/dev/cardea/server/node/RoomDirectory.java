package dev.cardea.server.node;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Opening;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.OwnerId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms and agents live on this node. Safe from any thread.
 *
 * <p>Epochs: the high half is the second in which the node started, which stands for the fence
 * until owners have one; the low half counts births, so that a room which is made again under its
 * name has a higher epoch than before (rule R9).
 */
final class RoomDirectory {
    private final Node node;
    private final ConcurrentHashMap<OwnerId, RoomHost> hosts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, RoomBoard> boards = new ConcurrentHashMap<>();
    private final AtomicInteger births = new AtomicInteger();
    private final AtomicInteger rooms = new AtomicInteger();
    private final AtomicInteger agents = new AtomicInteger();
    private final long startSeconds;
    private volatile boolean closing;

    RoomDirectory(Node node) {
        this.node = node;
        this.startSeconds = node.workers().wallMicros() / 1_000_000;
    }

    /** What became of {@link #open}. */
    sealed interface Opened {
        /** The room is there. */
        record Found(RoomHost host, boolean isNew) implements Opened {}

        /** There are as many as may be, or the node closes. */
        record Full() implements Opened {}
    }

    /** The room of that name, or null. */
    @Nullable RoomHost find(OwnerId id) {
        return hosts.get(id);
    }

    /** Those of that type that players may find. */
    RoomBoard board(HostedType<?, ?, ?> type) {
        return boards.computeIfAbsent(type.plan().type().name(), name -> new RoomBoard());
    }

    /** The room of that name, made now if it is not there. */
    Opened open(OwnerId id, HostedType<?, ?, ?> type, Opening.Created how) {
        return open(id, type, how, 0);
    }

    /**
     * The room of that name, made now if it is not there.
     *
     * @param places held in it if it is made now, until {@link RoomHost#answered}
     */
    Opened open(OwnerId id, HostedType<?, ?, ?> type, Opening.Created how, int places) {
        return open(id, type, new RoomStart.New(how), places);
    }

    /** A room that goes on as it was kept; before anybody can ask for it. */
    Opened restore(HostedType<?, ?, ?> type, RoomStart.Back how) {
        return open(how.lease().room(), type, how, 0);
    }

    private Opened open(OwnerId id, HostedType<?, ?, ?> type, RoomStart how, int places) {
        RoomHost known = hosts.get(id);
        if (known != null) {
            return new Opened.Found(known, false);
        }
        AtomicInteger number = count(id);
        if (number.incrementAndGet() > bound(id) || closing) {
            number.decrementAndGet();
            RoomHost other = hosts.get(id); // perhaps it has just taken the last place
            return other == null ? new Opened.Full() : new Opened.Found(other, false);
        }
        RoomHost made = new RoomHost(id, type, epoch(), how, node);
        made.holdPlaces(places);
        RoomHost first = hosts.putIfAbsent(id, made);
        if (first != null) {
            number.decrementAndGet();
            return new Opened.Found(first, false);
        }
        if (type.plan().type().isListed()) {
            board(type).add(made);
        }
        if (closing) { // and its end may have missed this one
            close(made);
        }
        return new Opened.Found(made, true);
    }

    private static void close(RoomHost host) {
        if (host.rest()) {
            return;
        }
        host.post(new Mail.Close(LeaveReason.SERVER_CLOSING, "the server closes"));
    }

    private long epoch() {
        return (startSeconds << 32) | (births.incrementAndGet() & 0xFFFF_FFFFL);
    }

    /** Whether {@code epoch} is of an owner that this node, since it started, has had. */
    boolean isOfThisStart(long epoch) {
        return epoch >>> 32 == startSeconds;
    }

    private AtomicInteger count(OwnerId id) {
        return id.isAgent() ? agents : rooms;
    }

    private int bound(OwnerId id) {
        return id.isAgent() ? node.limits().agentsMax() : node.limits().roomsMax();
    }

    /** The room is over; its name may be taken by another. */
    void forget(RoomHost host) {
        if (hosts.remove(host.id(), host)) {
            count(host.id()).decrementAndGet();
            if (host.type().plan().type().isListed()) {
                board(host.type()).remove(host);
            }
        }
    }

    /** Closes all; from now on nothing is made. */
    void close() {
        closing = true;
        hosts.values().forEach(RoomDirectory::close);
    }

    int roomCount() {
        return rooms.get();
    }

    int agentCount() {
        return agents.get();
    }
}
