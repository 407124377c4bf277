package dev.cardea.testkit.room;

import dev.cardea.testkit.SimWorld;
import java.util.ArrayDeque;
import java.util.Queue;

/** One direction of one connection: in order, late, until it is cut. Confined to the test. */
final class NetworkPath {
    private final SimWorld world;
    private final SimNetwork network;
    private final Queue<Arrival> underWay = new ArrayDeque<>();
    private long lastNanos;
    private long sent;
    private boolean cut;

    NetworkPath(SimWorld world, SimNetwork network) {
        this.world = world;
        this.network = network;
    }

    /** Something under way, until it has arrived. */
    private record Arrival(long number, Runnable effect) {}

    /** Lets {@code effect} happen at the other end, after all that was sent before. */
    void send(Runnable effect) {
        if (cut) {
            return;
        }
        Arrival arrival = new Arrival(++sent, effect);
        underWay.add(arrival);
        lastNanos = Math.max(lastNanos, world.nanos() + delayNanos());
        world.after(lastNanos - world.nanos(), () -> arrive(arrival.number));
    }

    private void arrive(long number) {
        Arrival first = underWay.peek();
        if (first != null && first.number == number) {
            underWay.remove();
            first.effect.run();
        }
    }

    private long delayNanos() {
        return network.latency().toNanos() + world.between(0, network.jitter().toNanos());
    }

    /** What is under way arrives now. */
    void deliver() {
        while (!underWay.isEmpty()) {
            underWay.remove().effect.run();
        }
    }

    /** What is under way is lost. */
    void cut() {
        cut = true;
        underWay.clear();
    }
}
