package dev.cardea.testkit;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.net.link.MemoryLink;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The link inside one process keeps the contract of links. */
class MemoryLinkTest extends LinkContract {
    private final SimWorld world = new SimWorld(7);

    @Override
    protected Joined join(
            int bytesMax,
            Function<Link, ? extends LinkHandler> near,
            Function<Link, ? extends LinkHandler> far) {
        SimLoop loop = world.loop("both");
        AtomicReference<Link> farEnd = new AtomicReference<>();
        Link nearEnd =
                MemoryLink.join(
                        loop,
                        bytesMax,
                        near::apply,
                        link -> {
                            farEnd.set(link);
                            return far.apply(link);
                        });
        return new Joined() {
            @Override
            public void inNear(Runnable task) {
                loop.run(task);
            }

            @Override
            public void inFar(Runnable task) {
                loop.run(task);
            }

            @Override
            public void settle() {
                while (world.step()) {}
            }

            @Override
            public void cut() {
                loop.run(nearEnd::close);
            }
        };
    }
}
