package dev.cardea.server.node;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.room.Agents;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.RingBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One node: it hosts rooms and agents, and answers requests. Safe from any thread.
 *
 * <p>Gateways reach it by links alone ({@link #connect}). It holds no thread: links bring their
 * loops, {@link RoomWorkers} run the rooms, and blocking handlers get threads from the setup.
 */
public final class Node implements AutoCloseable {
    private static final long SWEEP_NANOS = 10_000_000_000L;

    private final NodeLimits limits;
    private final RoomWorkers workers;
    private final LongSupplier clock;
    private final Executor blocking;
    private final RandomGenerator random;
    private final Recorders recorders;
    private final NodeSetup.Kept kept;
    private final NodeCounters counters = new NodeCounters();
    private final RingBudget ringBudget;
    private final Asides asides;
    private final FailureLog roomFailures = new FailureLog(LoggerFactory.getLogger(RoomHost.class));
    private final FailureLog requestFailures =
            new FailureLog(LoggerFactory.getLogger(RequestDesk.class));
    private final RoomDirectory directory;
    private final SessionTable sessions = new SessionTable();
    private final RouteTable routes = new RouteTable();
    private final Map<String, HostedType<?, ?, ?>> types = new HashMap<>();
    private final HostedType<?, ?, ?> agentType;
    private final LocalRooms roomsApi;
    private final LocalAgents agentsApi;
    private final Set<NodeLink> links = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A node that is ready for links.
     *
     * @throws IllegalArgumentException if two types have one name, or two routes one number
     */
    public Node(NodeSetup setup) {
        limits = setup.limits();
        workers = setup.workers();
        clock = workers::nanos;
        blocking = setup.blocking();
        random = setup.random();
        recorders = setup.recorders();
        kept = setup.kept();
        ringBudget = new RingBudget(limits.ringBytesMax());
        asides = new Asides(limits.asksMax(), blocking);
        directory = new RoomDirectory(this);
        agentType = agentType(setup.notices());
        setup.rooms().forEach(this::add);
        roomsApi = new LocalRooms(this);
        agentsApi = new LocalAgents(this, setup.notices());
        new OwnRoutes(this).addTo(routes);
        new RoomRoutes(this).addTo(routes);
        addServices(setup);
        scheduleSweep();
    }

    private void addServices(NodeSetup setup) {
        RouteTable.Given given = new RouteTable.Given(roomsApi, agentsApi, setup.kept().store());
        setup.kept().services().forEach(service -> routes.addOwn(service, given));
        setup.services().forEach(service -> routes.add(service, given));
    }

    private <N> HostedType<?, ?, ?> agentType(NodeSetup.Notices<N> notices) {
        return HostedType.of(
                AgentRoom.type(notices.protocol(), limits.loginsPerAccount()),
                OwnerPlan.Entry.BY_ATTACH);
    }

    private void add(RoomType<?, ?, ?> type) {
        boolean isTaken = type.name().equals(OwnerId.AGENT_TYPE) || types.containsKey(type.name());
        if (isTaken) {
            throw new IllegalArgumentException("room type " + type.name() + ": the name is taken");
        }
        types.put(type.name(), HostedType.of(type, OwnerPlan.Entry.BY_REQUEST));
    }

    private void scheduleSweep() {
        workers.after(SWEEP_NANOS, this::sweep);
    }

    /** Among the rooms' turns, not on the thread of the timers, which all rooms wait for. */
    private void sweep() {
        if (!closed) {
            SessionTable.Sweep sweep = sessions.sweep();
            workers.execute(() -> goOn(sweep));
        }
    }

    private void goOn(SessionTable.Sweep sweep) {
        if (sweep.step(workers.nanos())) {
            workers.execute(() -> goOn(sweep));
        } else {
            scheduleSweep();
        }
    }

    /**
     * The node's end of a new link. Called on {@code loop}.
     *
     * @param gateway which loop of which gateway is at the other end; a link of it that speaks ends
     *     those before it
     * @param link its own end
     * @param loop the link's, on which the handler is called; the same for all links of a gateway
     */
    public LinkHandler connect(String gateway, Link link, Loop loop) {
        NodeLink made = new NodeLink(this, gateway, link, loop);
        links.add(made);
        return made;
    }

    /**
     * Takes over the rooms that are kept, which go on from there. Blocks; to be called before
     * anybody can ask for a room.
     *
     * @return how many go on
     * @throws RuntimeException if the database cannot tell
     */
    public int restore() {
        return new RoomRestoring(this).restoreAll();
    }

    /**
     * Closes all rooms: their members are told, and each room its {@code onLeave}. Those that are
     * kept are saved instead, and told nothing: they go on at the next start.
     */
    @Override
    public void close() {
        closed = true;
        directory.close();
    }

    // ---- for whoever runs the server ----

    /** What happened so far. */
    public NodeCounters counters() {
        return counters;
    }

    /** Rooms on this node, without agents. */
    public int roomCount() {
        return directory.roomCount();
    }

    /** Agents on this node: accounts with a session. */
    public int agentCount() {
        return directory.agentCount();
    }

    /** The rooms, as services see them. */
    public Rooms rooms() {
        return roomsApi;
    }

    /** The agents, as services see them. */
    public Agents agents() {
        return agentsApi;
    }

    // ---- for the parts of the node ----

    NodeLimits limits() {
        return limits;
    }

    RoomWorkers workers() {
        return workers;
    }

    /** The workers' clock. */
    LongSupplier clock() {
        return clock;
    }

    Executor blocking() {
        return blocking;
    }

    RingBudget ringBudget() {
        return ringBudget;
    }

    Asides asides() {
        return asides;
    }

    RoomDirectory directory() {
        return directory;
    }

    SessionTable sessions() {
        return sessions;
    }

    RouteTable routes() {
        return routes;
    }

    HostedType<?, ?, ?> agentType() {
        return agentType;
    }

    @Nullable HostedType<?, ?, ?> roomType(String name) {
        return types.get(name);
    }

    List<String> roomTypes() {
        return types.keySet().stream().sorted().toList();
    }

    /** What is in the database. */
    NodeSetup.Kept kept() {
        return kept;
    }

    Recorders recorders() {
        return recorders;
    }

    long seed() {
        synchronized (random) {
            return random.nextLong();
        }
    }

    void roomFailed(OwnerId room, Object event, Throwable cause) {
        counters.failedRooms.increment();
        roomFailures.failed("room type " + room.type(), room + ", told " + event, cause);
    }

    void inputFailed(OwnerId room, Throwable cause) {
        roomFailures.failed("reading inputs of room type " + room.type(), "" + room, cause);
    }

    void requestFailed(RouteEntry<?, ?> route, Throwable cause) {
        counters.failedRequests.increment();
        requestFailures.failed(route.toString(), "a request", cause);
    }

    /**
     * R5: what is unread of a gateway's older links is never read; an ATTACH in it would undo what
     * the gateway has said since.
     */
    @SuppressWarnings("ReferenceEquality") // a link is its object
    void closeOlder(NodeLink newest) {
        for (NodeLink link : links) {
            if (link != newest && link.gateway().equals(newest.gateway())) {
                link.close();
            }
        }
    }

    /** The links that are open. */
    Set<NodeLink> links() {
        return links;
    }

    void forget(NodeLink link) {
        links.remove(link);
    }
}
