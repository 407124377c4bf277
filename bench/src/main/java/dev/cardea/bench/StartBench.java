package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.Way;
import dev.cardea.examples.chat.ChatServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the start of the JVM to the first player who is signed in: what {@code start} runs. */
final class StartBench {
    private static final int PATIENCE_SECONDS = 30;
    private static final long POLL_MILLIS = 5;

    private final Options options;

    StartBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            seconds.add(once());
        }
        System.out.printf(
                "%nFrom the start of the JVM to the first player signed in: %.2f s%n",
                ServerProcess.median(seconds));
    }

    private static double once() throws Exception {
        int port = freePort();
        Path folder = Files.createTempDirectory("cardea-bench");
        Path config = folder.resolve("cardea.yaml");
        Files.writeString(
                config,
                """
                server: {port: 0}
                listeners: [{transport: tcp, port: %d}]
                admin: {port: 0}
                database: {mode: none}
                """
                        .formatted(port));
        long begin = System.nanoTime();
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseCompactObjectHeaders",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ChatServer.class.getName(),
                                "start",
                                "--config",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .start();
        try {
            signIn(new InetSocketAddress("127.0.0.1", port), begin);
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            server.destroy();
            if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private static void signIn(InetSocketAddress address, long begin) throws Exception {
        while (!accepts(address)) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IOException("the server does not start");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        try (Load one = new Load(address, CardeaWire.requests(64, 1), Way.PLAIN)) {
            one.open(1);
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }
}
