package dev.cardea.server.gateway;

import dev.cardea.net.Violation;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.MalformedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a gateway. Safe from any thread. */
public final class GatewayMetrics {
    private final Map<GatewayCounter, LongAdder> counters = adders(GatewayCounter.class);
    private final Map<CloseCode, LongAdder> closes = adders(CloseCode.class);
    private final Map<Violation, LongAdder> violations = adders(Violation.class);
    private final Map<MalformedException.Kind, LongAdder> malformed =
            adders(MalformedException.Kind.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();

    /**
     * One counter as read.
     *
     * @param family {@code event}, {@code close}, {@code violation} or {@code malformed}
     * @param name the constant's name, such as {@code THROTTLED}
     * @param fault whether a peer's fault is counted
     */
    public record Reading(String family, String name, String text, boolean fault, long value) {}

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            adders.put(each, new LongAdder());
        }
        return adders;
    }

    void count(GatewayCounter counter) {
        add(counter, 1);
    }

    void add(GatewayCounter counter, long count) {
        Objects.requireNonNull(counters.get(counter)).add(count);
    }

    void closed(CloseCode code) {
        Objects.requireNonNull(closes.get(code)).increment();
    }

    void violated(Violation violation) {
        Objects.requireNonNull(violations.get(violation)).increment();
    }

    void malformed(MalformedException.Kind kind) {
        Objects.requireNonNull(malformed.get(kind)).increment();
    }

    void connectionOpened() {
        connections.incrementAndGet();
        count(GatewayCounter.CONNECTIONS);
    }

    void connectionEnded() {
        connections.decrementAndGet();
    }

    void sessionOpened() {
        sessions.incrementAndGet();
        count(GatewayCounter.SESSIONS);
    }

    void sessionEnded() {
        sessions.decrementAndGet();
    }

    /** Sockets that are open now. */
    public int connections() {
        return connections.get();
    }

    /** Of those, the ones that got WELCOME and are not closing. */
    public int sessions() {
        return sessions.get();
    }

    /** How often that happened. */
    public long value(GatewayCounter counter) {
        return Objects.requireNonNull(counters.get(counter)).sum();
    }

    /** How many connections were closed with that code, by the gateway. */
    public long value(CloseCode code) {
        return Objects.requireNonNull(closes.get(code)).sum();
    }

    /** How often a transport found that. */
    public long value(Violation violation) {
        return Objects.requireNonNull(violations.get(violation)).sum();
    }

    /** How many frames were malformed in that way. */
    public long value(MalformedException.Kind kind) {
        return Objects.requireNonNull(malformed.get(kind)).sum();
    }

    /** Everything that is counted. */
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        counters.forEach(
                (each, n) ->
                        all.add(
                                new Reading(
                                        "event", each.name(), each.text(), each.fault(), n.sum())));
        closes.forEach(
                (each, n) -> {
                    boolean fault = (each.flags() & CloseCode.Flags.PEER) != 0;
                    all.add(new Reading("close", each.name(), each.text(), fault, n.sum()));
                });
        violations.forEach(
                (each, n) ->
                        all.add(new Reading("violation", each.name(), each.text(), true, n.sum())));
        malformed.forEach(
                (each, n) ->
                        all.add(
                                new Reading(
                                        "malformed",
                                        each.name(),
                                        "malformed frames",
                                        true,
                                        n.sum())));
        return all;
    }
}
