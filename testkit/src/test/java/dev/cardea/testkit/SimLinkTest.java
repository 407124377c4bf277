package dev.cardea.testkit;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The simulated link keeps the contract of links, with every seed. */
class SimLinkTest extends LinkContract {
    private static final long MILLI = 1_000_000;

    private SimWorld world = new SimWorld(11);

    @Override
    protected Joined join(
            int bytesMax,
            Function<Link, ? extends LinkHandler> near,
            Function<Link, ? extends LinkHandler> far) {
        SimCable cable =
                new SimCable(
                        world.loop("near"), world.loop("far"), SimPath.HOUSE.withWindow(bytesMax));
        cable.gateway().handler(near.apply(cable.gateway()));
        cable.node().handler(far.apply(cable.node()));
        return new Joined() {
            @Override
            public void inNear(Runnable task) {
                cable.gateway().loop().run(task);
            }

            @Override
            public void inFar(Runnable task) {
                cable.node().loop().run(task);
            }

            @Override
            public void settle() {
                while (world.step()) {}
            }

            @Override
            public void cut() {
                long notice = 20 * MILLI;
                cable.cut(world.between(0, notice), world.between(0, notice), 2 * MILLI);
            }
        };
    }

    @RepeatedTest(50)
    void losesOnlyASuffixWithEverySeed(RepetitionInfo repetition) {
        world = new SimWorld(repetition.getCurrentRepetition());
        joinTwoPeers();
        breakInTheMiddle();
    }
}
