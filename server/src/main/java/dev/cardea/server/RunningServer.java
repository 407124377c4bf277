package dev.cardea.server;

import dev.cardea.net.Loop;
import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.channel.Listener;
import dev.cardea.net.channel.ServerTls;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.net.link.MemoryLink;
import dev.cardea.net.websocket.HttpPages;
import dev.cardea.room.RoomType;
import dev.cardea.server.cli.Version;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.Origins;
import dev.cardea.server.gateway.Gateway;
import dev.cardea.server.gateway.GatewaySpec;
import dev.cardea.server.node.FixedWorkers;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.NodeSetup;
import dev.cardea.server.node.Recorders;
import dev.cardea.server.record.CannotRecordException;
import dev.cardea.server.record.RecordingCounters;
import dev.cardea.server.record.Recordings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that serves. Safe from any thread once it is started.
 *
 * <p>It is started in the order in which data flows up: threads, database, node, gateway, admin
 * port, listeners; and stopped in reverse.
 */
public final class RunningServer implements AutoCloseable {
    private static final String GATEWAY_NAME = "cardea";
    private static final Logger LOG = LoggerFactory.getLogger(Cardea.class);

    private final Config config;
    private final StartedParts parts;
    private final Gateway gateway;
    private final AdminPort admin;
    private final List<Address> addresses;
    private final boolean pages;
    private final Optional<StartTable.Kept> kept;

    /**
     * An address that clients connect to.
     *
     * @param transport how
     * @param bound where, with the port that was taken if it was 0
     */
    public record Address(Config.Transport transport, InetSocketAddress bound) {}

    private RunningServer(Assembly assembly, Config config, Cardea.Game game) {
        this.config = config;
        this.parts = assembly.parts;
        this.gateway = assembly.gateway;
        this.admin = assembly.admin;
        this.addresses = List.copyOf(assembly.addresses);
        this.pages = game.pages().at("/") != null;
        this.kept = assembly.database.row();
    }

    /** Starts all parts; if one cannot start, stops the others again. */
    static RunningServer start(Cardea.Game game, Config config, Origins origins)
            throws CannotStartException {
        StartedParts parts = new StartedParts();
        boolean started = false;
        try {
            Bindings bindings = new Bindings(origins);
            Assembly assembly = new Assembly(game, config, bindings, parts);
            assembly.database.restore(assembly.node::restore);
            assembly.listen();
            assembly.admin.ready();
            started = true;
            return new RunningServer(assembly, config, game);
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    /** The parts while they are put together. Confined to the thread that starts. */
    private static final class Assembly {
        final StartedParts parts;
        final Node node;
        final Gateway gateway;
        final AdminPort admin;
        final DatabaseParts database;
        final List<Address> addresses = new ArrayList<>();
        private final Config config;
        private final HttpPages pages;
        private final Bindings bindings;
        private final EventLoops loops;
        private final @Nullable ServerTls tls;

        Assembly(Cardea.Game game, Config config, Bindings bindings, StartedParts parts)
                throws CannotStartException {
            this.config = config;
            this.pages = game.pages();
            this.bindings = bindings;
            this.parts = parts;
            this.tls = config.tls().present() ? parts.add(tls(config.tls(), bindings)) : null;
            this.loops =
                    parts.add(EventLoops.start(threads(config.server().ioThreads()), "cardea-io"));
            ExecutorService blocking =
                    Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("cardea-blocking-", 0).factory());
            parts.add(blocking::shutdownNow);
            this.database = parts.add(DatabaseParts.begin(database(game), bindings));
            RecordingCounters recorded = new RecordingCounters();
            Recorders recorders = recorders(game.rooms(), recorded);
            FixedWorkers rooms =
                    parts.add(
                            new FixedWorkers(
                                    threads(config.server().roomThreads()),
                                    config.limits().room().turnBudget()));
            NodeSetup.Kept kept = database.open(game.documents(), blocking);
            this.node =
                    parts.add(
                            new Node(
                                    new NodeSetup(
                                            game.rooms(),
                                            game.notices(),
                                            game.services(),
                                            ConfiguredLimits.node(config),
                                            rooms,
                                            blocking,
                                            new SecureRandom(),
                                            recorders,
                                            kept)));
            this.gateway =
                    parts.add(
                            new Gateway(
                                    loops,
                                    spec(blocking),
                                    ConfiguredLimits.sockets(config),
                                    this::link));
            AdminPort.Seen seen =
                    new AdminPort.Seen(
                            gateway, node, recorded, database::state, kept.rooms().counters());
            this.admin = parts.add(AdminPort.open(config.admin(), bindings, seen));
        }

        /** None for a game that keeps nothing, unless somebody asks for one. */
        private Config.Database database(Cardea.Game game) {
            boolean isAsked =
                    config.database().mode() == Config.DatabaseMode.EXTERNAL
                            || bindings.isWritten("database.mode");
            return game.keeping() || isAsked ? config.database() : config.database().off();
        }

        /** Begun before what runs the rooms, and so ended when no room says anything more. */
        private Recorders recorders(List<RoomType<?, ?, ?>> rooms, RecordingCounters counters)
                throws CannotStartException {
            Config.Recording recording = config.recording();
            if (!recording.present()) {
                return Recorders.NONE;
            }
            Recordings.Spec spec =
                    new Recordings.Spec(
                            recording.folder(),
                            recording.types(),
                            recording.maxSize().bytes(),
                            recording.filesKept(),
                            Version.text());
            try {
                return parts.add(Recordings.open(spec, rooms, Clock.systemUTC(), counters));
            } catch (CannotRecordException e) {
                throw bindings.cannot(e.key(), e.what(), e);
            }
        }

        private GatewaySpec spec(Executor judging) {
            return new GatewaySpec(
                    GATEWAY_NAME,
                    ConfiguredLimits.gateway(config),
                    SignIn.keys(config.security()),
                    SignIn.authenticators(config.security()),
                    judging);
        }

        /**
         * Gateway and node share the process, so their link is in memory; it carries the same
         * bytes.
         */
        private Link link(Loop loop, Function<Link, LinkHandler> nearSide) {
            int bytesMax = config.limits().outbound().link().intBytes();
            String name = GATEWAY_NAME + "/" + loops.loops().indexOf(loop);
            return MemoryLink.join(
                    loop, bytesMax, nearSide::apply, end -> node.connect(name, end, loop));
        }

        private static int threads(int configured) {
            return configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
        }

        private static ServerTls tls(Config.Tls tls, Bindings bindings)
                throws CannotStartException {
            try {
                return ServerTls.read(tls.certificate(), tls.key());
            } catch (IOException e) {
                String what =
                        "no certificate and key that belong together in "
                                + tls.certificate()
                                + " and "
                                + tls.key();
                throw bindings.cannot("tls.certificate", what, e);
            }
        }

        void listen() throws CannotStartException {
            listen("server", config.server().listener());
            for (int i = 0; i < config.listeners().size(); i++) {
                listen("listeners[" + i + "]", config.listeners().get(i));
            }
        }

        private void listen(String path, Config.Listener listener) throws CannotStartException {
            Listener bound =
                    bindings.bind(
                            path,
                            listener.host(),
                            listener.port(),
                            address -> bound(listener.transport(), address));
            addresses.add(new Address(listener.transport(), bound.address()));
            LOG.info(
                    "listening: {} on {}",
                    listener.transport().name().toLowerCase(Locale.ROOT),
                    StartTable.authority(bound.address()));
        }

        private Listener bound(Config.Transport transport, InetSocketAddress address)
                throws IOException {
            ServerTls certificate = transport.encrypted() ? tls : null;
            return transport.http()
                    ? gateway.listenWebSocket(
                            address, certificate, Set.copyOf(config.security().origins()), pages)
                    : gateway.listenTcp(address, certificate);
        }
    }

    /** Where clients connect: first {@code server}, then {@code listeners}, in their order. */
    public List<Address> addresses() {
        return addresses;
    }

    /** Where the operators' port is. */
    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** Players signed in and connected now. */
    public int sessions() {
        return gateway.metrics().sessions();
    }

    /** What a person reads when it is ready. */
    String table() {
        StartTable table = new StartTable();
        addresses.forEach(at -> table.listener(at.transport(), at.bound(), pages));
        table.admin(adminAddress());
        kept.ifPresent(table::database);
        return table.text(config);
    }

    /**
     * Takes no new connection and asks every client to go elsewhere, spread over the first half of
     * {@code time}; who is still here at its end is closed, and may resume.
     *
     * @return completes when no connection is left
     */
    public CompletableFuture<Void> drain(Duration time) {
        admin.notReady("draining");
        int deadlineMillis = Math.toIntExact(time.toMillis());
        return gateway.drain(deadlineMillis / 2, deadlineMillis);
    }

    /** Stops everything; connections that are open are cut. */
    @Override
    public void close() {
        parts.close();
    }
}
