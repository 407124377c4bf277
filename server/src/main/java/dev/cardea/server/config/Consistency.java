package dev.cardea.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rules that need more than one key: safe on a public address, and bounds that fit together.
 * Confined to one call.
 */
final class Consistency {
    private static final String ALLOW = "security.allow_insecure: true";

    private final Config config;
    private final Origins origins;
    private final Predicate<String> wrong;
    private final List<Finding> mistakes = new ArrayList<>();

    /** The first key that makes the server reachable by other machines; empty if none does. */
    private String exposedAt = "";

    /**
     * @param wrong whether a key is known to be wrong: then its default stands in, from which
     *     nothing follows
     */
    Consistency(Config config, Origins origins, Predicate<String> wrong) {
        this.config = config;
        this.origins = origins;
        this.wrong = wrong;
    }

    List<Finding> mistakes() {
        exposure();
        signIn();
        certificate();
        ports();
        bounds();
        new DatabaseRules(config, origins, wrong).addTo(mistakes);
        return mistakes;
    }

    private void exposure() {
        if (config.security().allowInsecure()) {
            return;
        }
        exposed("server", config.server().listener());
        for (int i = 0; i < config.listeners().size(); i++) {
            exposed("listeners[" + i + "]", config.listeners().get(i));
        }
        if (!Hosts.loopback(config.admin().host())) {
            mistake(
                    "admin.host",
                    config.admin().host()
                            + " is reachable by other machines and the admin port has no password;"
                            + " use 127.0.0.1, or on a closed network set "
                            + ALLOW);
        }
        if (!exposedAt.isEmpty() && config.security().developmentLogin()) {
            mistakeOfExposure(
                    "security.development_login",
                    "anyone could sign in under any name from other machines; set it to false and"
                            + " security.jwt.secret, or on a closed network set "
                            + ALLOW);
        }
        if (!exposedAt.isEmpty() && config.security().sessionKeys().isEmpty()) {
            mistakeOfExposure(
                    "security.session_keys",
                    "a server for other machines needs a key that outlives a restart; write"
                        + " session_keys: [file:session.key], made with openssl rand -base64 48");
        }
    }

    /** At the key, or where it is not written, at the host that makes it matter. */
    private void mistakeOfExposure(String path, String what) {
        Origin where = origins.exactly(path).orElse(origins.of(exposedAt));
        mistakes.add(new Finding(where, path, what));
    }

    private void exposed(String path, Config.Listener listener) {
        if (Hosts.loopback(listener.host())) {
            return;
        }
        if (exposedAt.isEmpty()) {
            exposedAt = path + ".host";
        }
        if (!listener.transport().encrypted()) {
            mistake(
                    path + ".host",
                    listener.host()
                            + " is reachable by other machines without TLS; use 127.0.0.1, or "
                            + path
                            + ".transport: "
                            + (listener.transport().http() ? "wss" : "tls")
                            + ", or behind a TLS proxy set "
                            + ALLOW);
        }
    }

    private void signIn() {
        Config.Security security = config.security();
        boolean jwt = security.jwt().secret().length() > 0 || wrong.test("security.jwt.secret");
        if (!jwt && !security.developmentLogin()) {
            mistake(
                    "security.development_login",
                    "nobody could sign in; set security.jwt.secret or keep development_login:"
                            + " true");
        }
        if (!jwt && !security.jwt().issuer().isEmpty()) {
            mistake("security.jwt.issuer", "has no effect without security.jwt.secret");
        }
        if (!jwt && !security.jwt().audience().isEmpty()) {
            mistake("security.jwt.audience", "has no effect without security.jwt.secret");
        }
    }

    private void certificate() {
        Config.Tls tls = config.tls();
        readable("tls.certificate", tls.certificate());
        readable("tls.key", tls.key());
        if (!tls.key().toString().isEmpty() && readableByAll(tls.key())) {
            mistake(
                    "tls.key",
                    tls.key() + " can be read by every user of this machine; run: chmod 600 it");
        }
        if (tls.present() || wrong.test("tls.certificate") || wrong.test("tls.key")) {
            return;
        }
        if (config.server().listener().transport().encrypted()) {
            mistake("server.transport", "needs tls.certificate and tls.key");
        }
        for (int i = 0; i < config.listeners().size(); i++) {
            if (config.listeners().get(i).transport().encrypted()) {
                mistake("listeners[" + i + "].transport", "needs tls.certificate and tls.key");
            }
        }
    }

    private void readable(String path, Path file) {
        if (!file.toString().isEmpty() && !Files.isReadable(file)) {
            mistake(path, file + " does not exist or cannot be read");
        }
    }

    private static boolean readableByAll(Path file) {
        try {
            return Files.exists(file)
                    && Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file)
                            .contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // its readability is judged already
        }
    }

    private void ports() {
        Map<Integer, String> taken = new HashMap<>();
        taken(taken, config.server().port(), "server.port");
        for (int i = 0; i < config.listeners().size(); i++) {
            taken(taken, config.listeners().get(i).port(), "listeners[" + i + "].port");
        }
        taken(taken, config.admin().port(), "admin.port");
    }

    private void taken(Map<Integer, String> taken, int port, String path) {
        String other = port == 0 ? null : taken.putIfAbsent(port, path);
        if (other != null) {
            mistake(path, port + " is the port of " + other + " as well; give each its own");
        }
    }

    private void bounds() {
        Limits limits = config.limits();
        Limits.Outbound outbound = limits.outbound();
        notAbove("limits.outbound.low_mark", outbound.lowMark(), "high_mark", outbound.highMark());
        notAbove("limits.outbound.high_mark", outbound.highMark(), "queue", outbound.queue());
        notAbove("limits.frame.outbound", limits.frame().outbound(), "queue", outbound.queue());
        notAbove("limits.frame.hello", limits.frame().hello(), "inbound", limits.frame().inbound());
        notAbove(
                "limits.frame.inbound",
                limits.frame().inbound(),
                "limits.rate.byte_burst",
                limits.rate().byteBurst());
        notAbove("limits.stream.ring", limits.stream().ring(), "rings", limits.stream().rings());
        notAbove(
                "limits.admission.unauthenticated_per_address",
                limits.admission().unauthenticatedPerAddress(),
                "per_address",
                limits.admission().perAddress());
        if (limits.liveness().idleTime().compareTo(limits.liveness().pingInterval().multipliedBy(2))
                < 0) {
            mistake(
                    "limits.liveness.idle_time",
                    "must be at least twice ping_interval, or a late ping ends a live connection");
        }
    }

    private <T extends Comparable<T>> void notAbove(String path, T value, String other, T most) {
        if (value.compareTo(most) > 0) {
            mistake(path, value + " must not be above " + other + ", which is " + most);
        }
    }

    private void mistake(String path, String what) {
        mistakes.add(new Finding(origins.of(path), path, what));
    }
}
