package dev.cardea.server.gateway;

import dev.cardea.server.gateway.GatewayLimits.Entry;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Who may connect: a total, and for each address a number, a number not signed in, and a rate. Safe
 * from any thread: one lock, held for a look into a table; it is taken three times in the life of a
 * connection.
 *
 * <p>IPv6 addresses count by their /64, which is what one subscriber gets. An address is forgotten
 * when it has no connection and its rate has recovered; the table never holds more than {@link
 * #ADDRESSES_MAX} that have no connection.
 */
final class Admission {
    /** Addresses remembered for their rate alone. */
    static final int ADDRESSES_MAX = 65_536;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The answer to a new connection. */
    enum Verdict {
        ADMITTED,
        FULL,
        TOO_MANY
    }

    private static final class Address {
        int connections;
        int unauthenticated;

        /** When the rate's bucket is full again; see {@link Rate}. */
        long fullAtNanos;
    }

    private final Entry limits;
    private final Map<Long, Address> addresses = new HashMap<>();
    private int connections;

    Admission(Entry limits) {
        this.limits = limits;
    }

    /** A connection came. If it is admitted, {@link #left} must follow some day. */
    synchronized Verdict enter(InetAddress from, long nowNanos) {
        if (limits.connectionsMax() > 0 && connections >= limits.connectionsMax()) {
            return Verdict.FULL;
        }
        long key = key(from);
        Address address = addresses.get(key);
        if (address == null) {
            forgetSome(nowNanos);
            address = new Address();
            address.fullAtNanos = nowNanos;
            addresses.put(key, address);
        }
        if (isAbove(address) || !takeRate(address, nowNanos)) {
            return Verdict.TOO_MANY;
        }
        connections++;
        address.connections++;
        address.unauthenticated++;
        return Verdict.ADMITTED;
    }

    private boolean isAbove(Address address) {
        int all = limits.perAddressMax();
        int waiting = limits.unauthenticatedPerAddressMax();
        return (all > 0 && address.connections >= all)
                || (waiting > 0 && address.unauthenticated >= waiting);
    }

    private boolean takeRate(Address address, long nowNanos) {
        if (limits.newPerSecond() == 0) {
            return true;
        }
        long interval = NANOS_PER_SECOND / limits.newPerSecond();
        long fullAt = Math.max(nowNanos, address.fullAtNanos) + interval;
        if (fullAt - nowNanos > interval * limits.newBurst()) {
            return false;
        }
        address.fullAtNanos = fullAt;
        return true;
    }

    /** A connection of that address got WELCOME. */
    synchronized void authenticated(InetAddress from) {
        Address address = addresses.get(key(from));
        if (address != null) {
            address.unauthenticated--;
        }
    }

    /** A connection that was admitted is gone. */
    synchronized void left(InetAddress from, boolean wasAuthenticated, long nowNanos) {
        long key = key(from);
        Address address = addresses.get(key);
        if (address == null) {
            return;
        }
        connections--;
        address.connections--;
        if (!wasAuthenticated) {
            address.unauthenticated--;
        }
        if (isIdle(address, nowNanos)) {
            addresses.remove(key);
        }
    }

    private static boolean isIdle(Address address, long nowNanos) {
        return address.connections == 0 && address.fullAtNanos - nowNanos <= 0;
    }

    /** Makes room: first what is idle, then, under a flood from everywhere, any without one. */
    private void forgetSome(long nowNanos) {
        if (addresses.size() < ADDRESSES_MAX + connections) {
            return;
        }
        addresses.values().removeIf(address -> isIdle(address, nowNanos));
        Iterator<Address> rest = addresses.values().iterator();
        while (addresses.size() >= ADDRESSES_MAX + connections && rest.hasNext()) {
            if (rest.next().connections == 0) {
                rest.remove();
            }
        }
    }

    /** Addresses in the table. */
    synchronized int addresses() {
        return addresses.size();
    }

    private static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? ByteBuffer.wrap(bytes).getInt() & 0xFFFF_FFFFL
                : ByteBuffer.wrap(bytes).getLong();
    }
}
