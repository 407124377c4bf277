package dev.cardea.server.store.documents;

import static java.util.Objects.requireNonNull;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.service.Caller;
import dev.cardea.service.Handler;
import dev.cardea.service.Route;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.store.Store;
import dev.cardea.wire.Codec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Asks the routes of a service without a node. Confined to its test. */
final class RoutesDouble implements Routes {
    final Set<Integer> idempotent = new HashSet<>();
    private final Map<Integer, Handler<?, ?>> handlers = new HashMap<>();

    RoutesDouble(Service service) {
        service.definition().accept(this);
    }

    /** What {@code route} answers. */
    <Q, A> A ask(int route, Caller caller, Q ask, Class<A> answer) throws Exception {
        @SuppressWarnings("unchecked") // the test knows what the route carries
        Handler<Q, A> handler = (Handler<Q, A>) requireNonNull(handlers.get(route));
        return answer.cast(handler.answer(caller, ask));
    }

    @Override
    public <Q, A> Route on(int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler) {
        handlers.put(route, handler);
        return new Route() {
            @Override
            public Route idempotent() {
                idempotent.add(route);
                return this;
            }

            @Override
            public Route deadline(Duration time) {
                return this;
            }
        };
    }

    @Override
    public <Q, A> Route inline(int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler) {
        throw new UnsupportedOperationException("what asks a database blocks");
    }

    @Override
    public Rooms rooms() {
        throw new UnsupportedOperationException("no rooms here");
    }

    @Override
    public Agents agents() {
        throw new UnsupportedOperationException("no agents here");
    }

    @Override
    public Store store() {
        return Store.NONE;
    }
}
