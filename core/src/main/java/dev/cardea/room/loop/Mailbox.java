package dev.cardea.room.loop;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a room. Anyone may offer, without a lock; one run at a time takes.
 *
 * <p>Two kinds of places. Inputs, posts and joins share {@link #EVENTS_MAX} places and {@link
 * #BYTES_MAX} bytes, and of them a connection has at most {@link Lane#INPUTS_MAX}: beyond, they are
 * refused, and whoever offered says so to its sender. All other mail (attach, detach, a lost link,
 * answers) is never refused for want of a place, since a room that missed it would be wrong for
 * ever; it is bounded by what sends it, as by {@link Lane#CONTROLS_MAX}.
 *
 * <p>The queue is a stack of new mail, pushed by compare-and-set and turned over when it is taken.
 * Its head says also whether a run is due: null, none is; else one is queued or running, and the
 * push that found null brings it about. An idle mailbox holds nothing.
 */
public final class Mailbox {
    /** Inputs and posts that may wait. */
    public static final int EVENTS_MAX = 1024;

    /** Bytes of inputs and posts that may wait. */
    public static final int BYTES_MAX = 1 << 20;

    private static final AtomicReferenceFieldUpdater<Mailbox, @Nullable Node> HEAD =
            AtomicReferenceFieldUpdater.newUpdater(Mailbox.class, Node.class, "head");
    private static final AtomicLongFieldUpdater<Mailbox> LOAD =
            AtomicLongFieldUpdater.newUpdater(Mailbox.class, "load");

    private static final int LOAD_SHIFT = 32;
    private static final long LOAD_BYTES = (1L << LOAD_SHIFT) - 1;

    /** Nothing new, but a run is queued or running. */
    private static final Node RUNNING = new Node(null, null, 0);

    /** The room is over. */
    private static final Node CLOSED = new Node(null, null, 0);

    private volatile @Nullable Node head;

    /** Bounded mail that waits: how many above, bytes below {@link #LOAD_SHIFT}. */
    private volatile long load;

    /** Taken but not run yet, oldest first. The run's own, like what follows. */
    private @Nullable Node taken;

    private long freed;

    /** What became of an offer. */
    public enum Offer {
        /** It waits, and a run is due already. */
        QUEUED,

        /** It waits; the caller must see to a run. */
        WAKE,

        /** There is no place for it. */
        FULL,

        /** The room is over. */
        CLOSED
    }

    /** One mail; {@code bytes} is -1 if it takes no place. */
    private static final class Node {
        private final @Nullable Mail mail;
        private final @Nullable Lane lane;
        private final int bytes;
        private @Nullable Node next;

        Node(@Nullable Mail mail, @Nullable Lane lane, int bytes) {
            this.mail = mail;
            this.lane = lane;
            this.bytes = bytes;
        }
    }

    /** Offers mail that is never refused for want of a place. */
    public Offer offer(Mail mail) {
        return push(new Node(mail, null, -1));
    }

    /** The same, but of one connection, so within its share. */
    public Offer offer(Mail mail, Lane lane) {
        return offer(new Node(mail, lane, -1));
    }

    /** Offers an input of {@code bytes} bytes. */
    public Offer offerInput(Mail.Input mail, Lane lane, int bytes) {
        return offerBounded(new Node(mail, lane, bytes));
    }

    /** Offers what a service posts or asks. */
    public Offer offerPost(Mail mail) {
        return offerPost(mail, 0);
    }

    /** The same, with {@code bytes} that a client sent along. */
    public Offer offerPost(Mail mail, int bytes) {
        return offerBounded(new Node(mail, null, bytes));
    }

    private Offer offerBounded(Node node) {
        long share = share(node.bytes);
        long now = LOAD.addAndGet(this, share);
        Offer offer = Offer.FULL;
        if (now >>> LOAD_SHIFT <= EVENTS_MAX && (now & LOAD_BYTES) <= BYTES_MAX) {
            offer = offer(node);
        }
        if (offer == Offer.FULL || offer == Offer.CLOSED) {
            LOAD.addAndGet(this, -share);
        }
        return offer;
    }

    private static long share(int bytes) {
        return (1L << LOAD_SHIFT) + bytes;
    }

    private Offer offer(Node node) {
        Lane lane = node.lane;
        if (lane == null) {
            return push(node);
        }
        Offer offer = lane.enter(node.bytes >= 0) ? push(node) : Offer.FULL;
        if (offer == Offer.FULL || offer == Offer.CLOSED) {
            lane.exit(node.bytes >= 0);
        }
        return offer;
    }

    private Offer push(Node node) {
        while (true) {
            Node seen = head;
            if (seen == CLOSED) {
                return Offer.CLOSED;
            }
            node.next = seen == null ? RUNNING : seen;
            if (HEAD.compareAndSet(this, seen, node)) {
                return seen == null ? Offer.WAKE : Offer.QUEUED;
            }
        }
    }

    /** Makes a run due without mail, as when a timer is. */
    public Offer wake() {
        while (true) {
            Node seen = head;
            if (seen != null) {
                return seen == CLOSED ? Offer.CLOSED : Offer.QUEUED;
            }
            if (HEAD.compareAndSet(this, null, RUNNING)) {
                return Offer.WAKE;
            }
        }
    }

    /** The next mail, oldest first, or null. For the run alone. */
    public @Nullable Mail take() {
        Node node = taken;
        if (node == null && head != CLOSED) {
            node = turn(HEAD.getAndSet(this, RUNNING));
        }
        if (node == null) {
            return null;
        }
        taken = node.next;
        if (node.bytes >= 0) {
            freed += share(node.bytes);
        }
        if (node.lane != null) {
            node.lane.exit(node.bytes >= 0);
        }
        return node.mail;
    }

    /** A stack, newest first, as a list, oldest first. */
    private static @Nullable Node turn(@Nullable Node newest) {
        Node first = null;
        Node node = newest;
        while (node != null && node != RUNNING && node != CLOSED) {
            Node next = node.next;
            node.next = first;
            first = node;
            node = next;
        }
        return first;
    }

    /**
     * Ends a run.
     *
     * @return whether the mailbox is at rest; otherwise there is more, and the caller must see to
     *     another run
     */
    public boolean rest() {
        free();
        return taken == null && (head == CLOSED || HEAD.compareAndSet(this, RUNNING, null));
    }

    /** Ends a run that is followed by another for certain; the caller sees to it. */
    public void goOn() {
        free();
    }

    private void free() {
        if (freed != 0) {
            LOAD.addAndGet(this, -freed);
            freed = 0;
        }
    }

    /**
     * Takes no more mail. What waits can still be taken, and must be, so that everyone who waits
     * for an answer gets one. For the run alone.
     */
    public void close() {
        Node last = turn(HEAD.getAndSet(this, CLOSED));
        if (taken == null) {
            taken = last;
        } else {
            Node end = taken;
            while (end.next != null) {
                end = end.next;
            }
            end.next = last;
        }
    }

    /** The same, but only if nothing waits; false if something does. For the run alone. */
    public boolean closeIfEmpty() {
        return taken == null && HEAD.compareAndSet(this, RUNNING, CLOSED);
    }

    /** Whether the room is over. */
    public boolean closed() {
        return head == CLOSED;
    }

    /** Inputs and posts that wait. */
    public int waiting() {
        return (int) (load >>> LOAD_SHIFT);
    }
}
