package dev.cardea.testkit.room;

import dev.cardea.testkit.SimWorld;
import org.jspecify.annotations.Nullable;

/** How the network cuts one member and lets it come back. Confined to the test. */
final class NetworkCuts {
    private final SimWorld world;
    private final SimNetwork.Cuts cuts;
    private final MemberStream<?, ?> stream;
    private int left;

    /** Cut by the network, so to be brought back by it. */
    private boolean away;

    NetworkCuts(SimWorld world, SimNetwork.Cuts cuts, MemberStream<?, ?> stream) {
        this.world = world;
        this.cuts = cuts;
        this.stream = stream;
        this.left = cuts.max();
    }

    /** There is a new connection, whose end may be near. */
    void connected() {
        away = false;
        MemberConnection connection = stream.connection();
        if (left > 0 && connection != null) {
            long every = cuts.every().toNanos();
            world.after(world.between(every / 2, every + every / 2), () -> cut(connection));
        }
    }

    private void cut(@Nullable MemberConnection connection) {
        if (left == 0 || !stream.has(connection)) {
            return;
        }
        left--;
        away = true;
        stream.cut();
        world.after(world.between(1, cuts.away().toNanos()), this::back);
    }

    private void back() {
        if (away && stream.gone() == null) {
            stream.connect();
            connected();
        }
    }

    /** From now on the test decides when it comes back. */
    void takeOver() {
        away = false;
    }

    /** No more cuts; who was cut comes back now. */
    void stop() {
        left = 0;
        back();
    }
}
