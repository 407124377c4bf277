package dev.cardea.server.node;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.service.Service;
import dev.cardea.store.Store;
import dev.cardea.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a node is made of. Immutable.
 *
 * @param rooms the types of rooms that it hosts
 * @param notices what agents may tell players, see {@link Notices}
 * @param services what answers requests
 * @param workers run the rooms
 * @param blocking gives every task a thread of its own, on which it may block
 * @param random seeds the rooms' random numbers; used under a lock
 * @param recorders which rooms are recorded
 * @param kept what must not be lost
 */
public record NodeSetup(
        List<RoomType<?, ?, ?>> rooms,
        Notices<?> notices,
        List<Service> services,
        NodeLimits limits,
        RoomWorkers workers,
        Executor blocking,
        RandomGenerator random,
        Recorders recorders,
        Kept kept) {
    public NodeSetup {
        rooms = List.copyOf(rooms);
        services = List.copyOf(services);
    }

    /** Without a database. */
    public NodeSetup(
            List<RoomType<?, ?, ?>> rooms,
            Notices<?> notices,
            List<Service> services,
            NodeLimits limits,
            RoomWorkers workers,
            Executor blocking,
            RandomGenerator random,
            Recorders recorders) {
        this(rooms, notices, services, limits, workers, blocking, random, recorders, Kept.NONE);
    }

    /** Without a database, and of which no room is recorded. */
    public NodeSetup(
            List<RoomType<?, ?, ?>> rooms,
            Notices<?> notices,
            List<Service> services,
            NodeLimits limits,
            RoomWorkers workers,
            Executor blocking,
            RandomGenerator random) {
        this(rooms, notices, services, limits, workers, blocking, random, Recorders.NONE);
    }

    /** The same with a database. */
    public NodeSetup with(Kept other) {
        return new NodeSetup(
                rooms, notices, services, limits, workers, blocking, random, recorders, other);
    }

    /**
     * What is in the database, and the services of Cardea's own by which clients reach it.
     * Immutable.
     *
     * @param services their routes are below {@link dev.cardea.service.Routes#FIRST}
     * @param rooms those that outlive the node
     */
    public record Kept(Store store, List<Service> services, RoomShelving rooms) {
        /** Nothing: there is no database. */
        public static final Kept NONE = new Kept(Store.NONE, List.of(), RoomShelving.NONE);

        public Kept {
            services = List.copyOf(services);
        }
    }

    /**
     * The family of what agents may tell players. Immutable.
     *
     * @param family a sealed interface of records; {@link None} if nothing
     */
    public record Notices<N>(Class<N> family, Protocol<N> protocol) {
        /** Nothing. */
        public static final Notices<None> NONE =
                new Notices<>(None.class, Protocol.empty(None.class));

        /**
         * Looks at {@code notice} where it is sent: what cannot be said would end the agent of a
         * player who has done nothing.
         *
         * @throws IllegalArgumentException if it is none of the family, cannot be said, or takes
         *     more than {@code bytesMax}
         */
        void check(Object notice, int bytesMax) {
            if (!family.isInstance(notice)) {
                throw new IllegalArgumentException(
                        notice.getClass().getName() + " is none of the declared notices");
            }
            ByteBuf body = Unpooled.buffer();
            protocol.encode(family.cast(notice), body);
            Replies.check(body.readableBytes(), bytesMax);
        }

        /** Of a sealed interface of records. */
        public static <N> Notices<N> of(Class<N> family) {
            return new Notices<>(family, Protocol.of(family));
        }
    }
}
