package dev.cardea.server.gateway;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens links to nodes. Called on the gateway's loops. */
@FunctionalInterface
public interface LinkFactory {
    /**
     * Opens a link of that loop to the node. It may be given before it is usable: it then takes
     * what is offered, or closes.
     *
     * @param handler what hears of the link, given the link; called once, before anything arrives
     * @return the link, or null if there is none to be had now: it is tried again later
     */
    @Nullable Link open(Loop loop, Function<Link, LinkHandler> handler);
}
