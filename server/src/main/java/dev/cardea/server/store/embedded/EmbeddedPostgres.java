package dev.cardea.server.store.embedded;

import dev.cardea.server.store.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL of this process's own, on loopback, with a data folder that lasts. Safe from any
 * thread that may block.
 *
 * <p>It outlives a process that is killed, and is then taken over by the next one on the same
 * folder. If it dies itself, it is started again on the same port. It ends with {@link #close()}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final int TRIES_MAX = 6;

    private final FolderLock lock;
    private final Supervisor supervisor;
    private final String password;

    private EmbeddedPostgres(FolderLock lock, Supervisor supervisor, String password) {
        this.lock = lock;
        this.supervisor = supervisor;
        this.password = password;
    }

    /**
     * Starts it, and returns when clients may connect. A folder that is not there is made, with a
     * database. If it fails, nothing is left running.
     *
     * @param cache where the programs are unpacked; may be shared
     * @param folder where the data and its password are; this process's alone while it runs
     * @throws CannotStartPostgresException if the machine or the folder does not let it, in one
     *     sentence for the operator
     */
    public static EmbeddedPostgres start(Path cache, Path folder) throws IOException {
        DataFolder place = DataFolder.made(folder);
        FolderLock lock = FolderLock.take(place.folder());
        try {
            Programs programs =
                    new Programs(
                            PostgresBinaries.unpacked(cache.toAbsolutePath()),
                            Privileges.choose(place.folder()));
            place.prepare(programs, new SecureRandom());
            String password = place.password().read();
            return new EmbeddedPostgres(lock, supervised(programs, place, password), password);
        } catch (IOException e) {
            lock.close();
            throw Faults.ofFiles("run PostgreSQL on", place.folder(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Supervisor supervised(Programs programs, DataFolder place, String password)
            throws IOException {
        Path data = place.data();
        Optional<Leftover> leftover = Leftover.on(data);
        if (leftover.isPresent()) {
            Optional<Postmaster> adopted = leftover.get().adopt(programs, data, password);
            if (adopted.isPresent()) {
                return Supervisor.over(adopted.get(), data, leftover.get().port());
            }
        }
        programs.privileges().own(place.folder());
        return started(programs, place, password);
    }

    /** Tries again what passes: children of one that was killed just now, a port just taken. */
    private static Supervisor started(Programs programs, DataFolder place, String password)
            throws IOException {
        Backoff backoff = Backoff.FIRST;
        for (int tries = 1; ; tries++) {
            try {
                return startedOnce(programs, place, password);
            } catch (CannotStartPostgresException e) {
                if (tries == TRIES_MAX || !Faults.passes(e)) {
                    throw e;
                }
                backoff.await();
                backoff = backoff.next();
            }
        }
    }

    private static Supervisor startedOnce(Programs programs, DataFolder place, String password)
            throws IOException {
        Path data = place.data();
        int port = freePort();
        Postmaster started = Postmaster.start(programs, data, port, new CompletableFuture<>());
        try {
            check(Connections.address(port, "postgres", password), place);
        } catch (IOException e) {
            started.stop();
            throw e;
        }
        return Supervisor.over(started, data, port);
    }

    private static void check(DatabaseAddress address, DataFolder place) throws IOException {
        switch (Connections.ask(address, place.data())) {
            case OURS -> {}
            case WRONG_PASSWORD -> throw place.password().bad("does not open the database");
            default ->
                    throw new CannotStartPostgresException(
                            "PostgreSQL on " + place.folder() + " runs and does not answer");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As whom to connect to one of its databases with every right. */
    public DatabaseAddress owner(String database) {
        return Connections.address(supervisor.port(), database, password);
    }

    /** Its process as of now; another one after it has died. */
    public ProcessHandle process() {
        return supervisor.process();
    }

    /** Stops it; returns when it has ended. Closing twice is closing once. */
    @Override
    public void close() throws IOException {
        supervisor.close();
        lock.close();
    }
}
