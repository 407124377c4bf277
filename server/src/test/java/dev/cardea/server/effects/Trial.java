package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.CannotStartException;
import dev.cardea.server.Cardea;
import dev.cardea.server.Child;
import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import dev.cardea.server.config.SchemaKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Servers with some keys changed, and whatever a test opens beside them; all of it ends with the
 * test. For one thread.
 */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 2_000_000;

    private final Map<String, String> changed = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    // ---- servers ----

    /**
     * Starts a server with a {@link Workshop}.
     *
     * @param settings each {@code key: value}
     */
    RunningServer start(String... settings) throws CannotStartException {
        return start(new Workshop().game(), settings);
    }

    /** Starts a server; whatever port it is not told is a free one. */
    RunningServer start(Cardea game, String... settings) throws CannotStartException {
        Loaded loaded = load(settings);
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return keep(game.start(((Loaded.Good) loaded).config()));
    }

    /** Starts a server in a process of its own. */
    Child startChild(String... settings) throws IOException {
        return keep(Child.start(environment(settings), "start"));
    }

    /** Reads a configuration. */
    Loaded load(String... settings) {
        return ConfigReader.defaults(environment(settings));
    }

    private Map<String, String> environment(String... settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CARDEA_SERVER_PORT", "0");
        environment.put("CARDEA_ADMIN_PORT", "0");
        environment.put("CARDEA_LISTENERS", "[{port: 0}]");
        environment.put("CARDEA_DATABASE_MODE", "none");
        for (String setting : settings) {
            String[] parts = setting.split(": ", 2);
            changed.put(parts[0], parts[1]);
            String variable = "CARDEA_" + parts[0].toUpperCase(Locale.ROOT).replace('.', '_');
            environment.put(variable, parts[1]);
        }
        return environment;
    }

    /** Fails unless a server was given {@code key} with another value than its default. */
    void requireChanged(String key) {
        int list = key.indexOf("[]");
        String written = changed.get(list < 0 ? key : key.substring(0, list));
        assertThat(written).as("the value of " + key).isNotNull();
        assertThat(written).isNotEqualTo(SchemaKeys.defaults().get(key));
        if (list >= 0) {
            assertThat(written).contains(key.substring(list + 3) + ":");
        }
    }

    /** Closes {@code resource} when the test ends. */
    <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    // ---- ways in ----

    /** Where the browsers' listener is. */
    static InetSocketAddress web(RunningServer server) {
        return server.addresses().getFirst().bound();
    }

    /** The port of the first of {@code listeners}. */
    static int tcp(RunningServer server) {
        return server.addresses().get(1).bound().getPort();
    }

    /** Connects over TCP, and says no more than the preamble. */
    RawClient connect(RunningServer server) throws IOException {
        return keep(RawClient.connect(tcp(server)));
    }

    /** Signs in over TCP. */
    Guest signIn(RunningServer server, String name) throws IOException {
        return new Guest(keep(RawClient.connect(tcp(server))), name);
    }

    // ---- what one sees ----

    /** A page of the admin port. */
    static String admin(RunningServer server, String path) throws IOException {
        InetSocketAddress at = server.adminAddress();
        String url = "http://" + at.getAddress().getHostAddress() + ":" + at.getPort() + path;
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A figure of {@code /metrics}, such as {@code gateway_throttled_total}. */
    static double figure(RunningServer server, String name) throws IOException {
        String line = "cardea_" + name + " ";
        return admin(server, "/metrics")
                .lines()
                .filter(any -> any.startsWith(line))
                .mapToDouble(any -> Double.parseDouble(any.substring(line.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + name));
    }

    /** Waits until it is so. */
    static void await(String what, Callable<Boolean> isSo) throws Exception {
        long begun = System.nanoTime();
        while (!isSo.call()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What a test does. */
    interface Step {
        void run() throws Exception;
    }

    /** How long it takes. */
    static Duration time(Step step) throws Exception {
        long begun = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Closes all, the newest first. */
    void end() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
