package dev.cardea.server.node;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.service.Handler;
import dev.cardea.service.Route;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.wire.Codec;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** All routes of a node. Filled by one thread before the node starts, then read by any. */
final class RouteTable {
    private final IntObjectHashMap<RouteEntry<?, ?>> routes = new IntObjectHashMap<>();

    @Nullable RouteEntry<?, ?> find(int number) {
        return routes.get(number);
    }

    /** All of them, by number. */
    List<RouteEntry<?, ?>> all() {
        List<RouteEntry<?, ?>> all = new ArrayList<>(routes.values());
        all.sort(Comparator.comparingInt(RouteEntry::number));
        return all;
    }

    void add(RouteEntry<?, ?> route) {
        RouteEntry<?, ?> other = routes.putIfAbsent(route.number(), route);
        if (other != null) {
            throw new IllegalArgumentException(route + ": is taken by " + other);
        }
    }

    /** Adds what {@code service} names. */
    void add(Service service, Rooms rooms, Agents agents) {
        service.definition().accept(new Named(service, rooms, agents));
    }

    /** The routes of one service, being named. */
    private final class Named implements Routes {
        private final Service service;
        private final Semaphore places;
        private final Rooms rooms;
        private final Agents agents;

        Named(Service service, Rooms rooms, Agents agents) {
            this.service = service;
            this.places = new Semaphore(service.concurrencyMax());
            this.rooms = rooms;
            this.agents = agents;
        }

        @Override
        public <Q, A> Route on(int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler) {
            return add(route, asks, answers, new RouteEntry.Action.Blocking<>(handler, places));
        }

        @Override
        public <Q, A> Route inline(
                int route, Codec<Q> asks, Codec<A> answers, Handler<Q, A> handler) {
            return add(route, asks, answers, new RouteEntry.Action.Inline<>(handler));
        }

        private <Q, A> Route add(
                int route, Codec<Q> asks, Codec<A> answers, RouteEntry.Action<Q, A> action) {
            if (route < FIRST) {
                throw new IllegalArgumentException(
                        "route " + route + " of service " + service.name() + ": below " + FIRST);
            }
            RouteEntry<Q, A> entry = new RouteEntry<>(route, service.name(), asks, answers, action);
            RouteTable.this.add(entry);
            return entry;
        }

        @Override
        public Rooms rooms() {
            return rooms;
        }

        @Override
        public Agents agents() {
            return agents;
        }
    }
}
