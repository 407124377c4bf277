package dev.cardea.server.node;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.service.Handler;
import dev.cardea.service.Route;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.store.Store;
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

    /** What services may keep for their handlers. Immutable. */
    record Given(Rooms rooms, Agents agents, Store store) {}

    /** Adds what a game's {@code service} names. */
    void add(Service service, Given given) {
        service.definition().accept(new Named(service, given, Routes.FIRST));
    }

    /** Adds what a service of Cardea's own names, whose numbers are below a game's. */
    void addOwn(Service service, Given given) {
        service.definition().accept(new Named(service, given, 1));
    }

    /** The routes of one service, being named. */
    private final class Named implements Routes {
        private final Service service;
        private final Semaphore places;
        private final Given given;
        private final int first;

        Named(Service service, Given given, int first) {
            this.service = service;
            this.places = new Semaphore(service.concurrencyMax());
            this.given = given;
            this.first = first;
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
            if (route < first) {
                throw new IllegalArgumentException(
                        "route " + route + " of service " + service.name() + ": below " + first);
            }
            RouteEntry<Q, A> entry = new RouteEntry<>(route, service.name(), asks, answers, action);
            RouteTable.this.add(entry);
            return entry;
        }

        @Override
        public Rooms rooms() {
            return given.rooms();
        }

        @Override
        public Agents agents() {
            return given.agents();
        }

        @Override
        public Store store() {
            return given.store();
        }
    }
}
