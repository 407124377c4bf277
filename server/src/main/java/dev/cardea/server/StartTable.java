package dev.cardea.server;

import dev.cardea.server.config.Config;
import dev.cardea.server.config.Hosts;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person reads when the server is ready: where it listens and how to stop it. Confined to
 * one call.
 */
final class StartTable {
    private static final String PATH = "/cardea";

    private final List<Row> rows = new ArrayList<>();

    /**
     * The database.
     *
     * @param place where it is
     * @param kind what it is
     */
    record Kept(String place, String kind) {}

    private record Row(String what, String address, String use) {}

    /** Adds a listener for clients. */
    void listener(Config.Transport transport, InetSocketAddress bound, boolean pages) {
        String authority = authority(bound);
        switch (transport) {
            case TCP -> add("tcp", "tcp://" + authority, "native clients");
            case TLS -> add("tls", "tls://" + authority, "native clients, encrypted");
            case WS, WSS -> {
                boolean encrypted = transport.encrypted();
                if (pages) {
                    String scheme = encrypted ? "https://" : "http://";
                    add("page", scheme + authority + "/", "open it in two tabs");
                }
                String scheme = encrypted ? "wss://" : "ws://";
                add(encrypted ? "wss" : "ws", scheme + authority + PATH, "browsers");
            }
        }
    }

    /** Adds the operators' port. */
    void admin(InetSocketAddress bound) {
        add("admin", "http://" + authority(bound) + "/", "health, metrics");
    }

    /** Adds the database. */
    void database(Kept kept) {
        add("database", kept.place(), kept.kind());
    }

    private void add(String what, String address, String use) {
        rows.add(new Row(what, address, use));
    }

    /** The table, and two lines below it. */
    String text(Config config) {
        int whatWidth = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
        int addressWidth = rows.stream().mapToInt(row -> row.address().length()).max().orElse(0);
        StringBuilder text = new StringBuilder("\n");
        for (Row row : rows) {
            String format = "  %-" + whatWidth + "s  %-" + addressWidth + "s  %s%n";
            text.append(format.formatted(row.what(), row.address(), row.use()));
        }
        return text.append(signIn(config)).append(stopping(config)).toString();
    }

    private static String signIn(Config config) {
        String how =
                config.security().developmentLogin() ? "any name (development)" : "JSON Web Tokens";
        boolean local =
                Hosts.loopback(config.server().host())
                        && config.listeners().stream().allMatch(l -> Hosts.loopback(l.host()));
        String from = local ? "this machine only" : "every network that reaches it";
        return "%n  Sign-in: %s. Reachable from: %s.%n".formatted(how, from);
    }

    private static String stopping(Config config) {
        return "  Ctrl-C drains for up to %d s and stops; again, it stops at once.%n%n"
                .formatted(config.server().drainTime().toSeconds());
    }

    /**
     * Host and port for an address line: an address that means every network becomes this machine's
     * name.
     */
    static String authority(InetSocketAddress bound) {
        String host =
                bound.getAddress().isAnyLocalAddress()
                        ? "localhost"
                        : bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }
}
