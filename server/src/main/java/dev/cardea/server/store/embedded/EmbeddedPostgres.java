package dev.cardea.server.store.embedded;

import dev.cardea.server.store.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of this process's own, on loopback, with a data folder that lasts. Confined to the
 * thread that starts and stops it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The role that owns everything. */
    private static final String OWNER = "postgres";

    private static final String READY = "database system is ready to accept connections";
    private static final long STOP_SECONDS = 30;

    private final Path home;
    private final Path data;
    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Path home, Path data, Process process, int port, String password) {
        this.home = home;
        this.data = data;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts it; a data folder that is not there is made.
     *
     * @param cache where the programs are unpacked
     * @param folder where the data is
     */
    public static EmbeddedPostgres start(Path cache, Path folder) throws IOException {
        Path home = PostgresBinaries.unpacked(cache);
        Path data = folder.resolve("data");
        Path secret = folder.resolve("password");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            Files.createDirectories(folder);
            writePassword(secret);
            run(
                    home,
                    "initdb",
                    "-D",
                    data.toString(),
                    "-U",
                    OWNER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8");
        }
        String password = Files.readString(secret).strip();
        int port = freePort();
        List<String> command =
                command(
                        home,
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        "" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitReady(process);
        return new EmbeddedPostgres(home, data, process, port, password);
    }

    private static void writePassword(Path secret) throws IOException {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Files.deleteIfExists(secret);
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, HexFormat.of().formatHex(bytes));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> command(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(Path home, String program, String... arguments) throws IOException {
        Process process =
                new ProcessBuilder(command(home, program, arguments))
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(program + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during " + program, e);
        }
    }

    /**
     * Waits until it says that it is ready; a thread goes on reading, lest it blocks on its log.
     */
    private static void awaitReady(Process process) throws IOException {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        StringBuilder said = new StringBuilder();
        Thread.ofPlatform()
                .daemon()
                .name("postgres-log")
                .start(
                        () -> {
                            try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
                                for (String line = log.readLine();
                                        line != null;
                                        line = log.readLine()) {
                                    if (!ready.isDone()) {
                                        said.append(line).append('\n');
                                    }
                                    if (line.contains(READY)) {
                                        ready.complete(true);
                                    }
                                }
                            } catch (IOException closed) {
                                // it ended
                            }
                            ready.complete(false);
                        });
        if (!ready.join()) {
            throw new IOException("PostgreSQL did not start: " + said);
        }
    }

    /** As whom to connect to one of its databases with every right. */
    public DatabaseAddress owner(String database) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, OWNER, password);
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        run(home, "pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w");
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
