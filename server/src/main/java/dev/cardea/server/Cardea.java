package dev.cardea.server;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.room.RoomType;
import dev.cardea.server.cli.Commands;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.Origins;
import dev.cardea.server.node.NodeSetup;
import dev.cardea.service.Service;
import dev.cardea.store.DocumentType;
import java.util.ArrayList;
import java.util.List;

/**
 * A server as its author describes it: which rooms it runs, which services answer, which pages a
 * browser begins with. Immutable; each method returns another one.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     Cardea.server().rooms(Chat.type()).services(Whispers.service(clock)).run(args);
 * }
 * }</pre>
 */
public final class Cardea {
    private final Game game;

    /**
     * What a server runs.
     *
     * @param keeping whether it has anything that a database keeps
     */
    record Game(
            List<RoomType<?, ?, ?>> rooms,
            List<Service> services,
            List<DocumentType<?>> documents,
            NodeSetup.Notices<?> notices,
            HttpPages pages,
            boolean keeping) {}

    private Cardea(Game game) {
        this.game = game;
    }

    /** A server without rooms and services. */
    public static Cardea server() {
        return new Cardea(
                new Game(
                        List.of(),
                        List.of(),
                        List.of(),
                        NodeSetup.Notices.NONE,
                        HttpPages.NONE,
                        true));
    }

    /** Runs rooms of these types too. */
    public Cardea rooms(RoomType<?, ?, ?>... types) {
        return new Cardea(
                new Game(
                        joined(game.rooms, List.of(types)),
                        game.services,
                        game.documents,
                        game.notices,
                        game.pages,
                        game.keeping));
    }

    /** Has these services answer too. */
    public Cardea services(Service... services) {
        return new Cardea(
                new Game(
                        game.rooms,
                        joined(game.services, List.of(services)),
                        game.documents,
                        game.notices,
                        game.pages,
                        game.keeping));
    }

    /** Keeps documents of these types too. */
    public Cardea documents(DocumentType<?>... types) {
        return new Cardea(
                new Game(
                        game.rooms,
                        game.services,
                        joined(game.documents, List.of(types)),
                        game.notices,
                        game.pages,
                        game.keeping));
    }

    /**
     * What services may tell players through their agents.
     *
     * @param family a sealed interface of records
     */
    public Cardea notices(Class<?> family) {
        return new Cardea(
                new Game(
                        game.rooms,
                        game.services,
                        game.documents,
                        NodeSetup.Notices.of(family),
                        game.pages,
                        game.keeping));
    }

    /** Serves these pages where WebSocket is served. */
    public Cardea pages(HttpPages pages) {
        return new Cardea(
                new Game(
                        game.rooms,
                        game.services,
                        game.documents,
                        game.notices,
                        pages,
                        game.keeping));
    }

    /**
     * Starts no database unless the configuration's section {@code database} is written: for games
     * that keep nothing.
     */
    public Cardea keepingNothing() {
        return new Cardea(
                new Game(
                        game.rooms,
                        game.services,
                        game.documents,
                        game.notices,
                        game.pages,
                        false));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /**
     * Does what the command line says, {@code start} among it, and ends the process with its exit
     * code.
     *
     * @param arguments the arguments of {@code main}
     */
    public void run(String... arguments) {
        System.exit(execute(arguments));
    }

    /**
     * Like {@link #run}, for callers that go on afterwards.
     *
     * @return the exit code
     */
    public int execute(String... arguments) {
        return Commands.execute(
                request -> new ServerProcess(game, request).run(), game.rooms, arguments);
    }

    /**
     * Starts a server within this process and returns when it serves: for tests and for programs
     * that have a life of their own. The log is theirs.
     *
     * @throws CannotStartException if an address cannot be bound or a file cannot be read
     * @throws IllegalArgumentException if the rooms and services contradict each other
     */
    public RunningServer start(Config config) throws CannotStartException {
        return RunningServer.start(game, config, Origins.NONE);
    }
}
