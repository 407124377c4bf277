package dev.cardea.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole configuration. Immutable.
 *
 * <p>Each component is a key; its annotation is the only place where the key's default, range, unit
 * and meaning are written down.
 */
@Key(doc = "The configuration of a Cardea server.")
public record Config(
        @Key(doc = "The listener for browsers: WebSocket clients, and pages if the game has some.")
                Server server,
        @Key(
                        doc =
                                "More listeners: mappings of transport, host and port. The default"
                                        + " is one for native clients.",
                        byDefault = "[{transport: tcp, host: 127.0.0.1, port: 7777}]")
                List<Listener> listeners,
        @Key(doc = "The certificate of every listener with TLS.") Tls tls,
        @Key(doc = "Who may come in, and how much one connection may do.") Security security,
        @Key(doc = "What the server says about itself, and where.") Logging logging,
        @Key(doc = "Recordings of rooms, to be replayed.") Recording recording,
        @Key(doc = "The port for operators: health and metrics.") Admin admin,
        @Key(doc = "The bounds of everything that could grow.") Limits limits,
        @Key(doc = "Where what must not be lost is kept, in PostgreSQL.") Database database) {

    /** The longest list that the file may hold. */
    static final int LIST_ITEMS_MAX = 64;

    /** How bytes travel on a listener. */
    public enum Transport {
        /** Frames on a TCP stream. */
        TCP(false),
        /** Frames on a TLS stream. */
        TLS(true),
        /** WebSocket messages over HTTP. */
        WS(false),
        /** WebSocket messages over HTTPS. */
        WSS(true);

        private final boolean encrypted;

        Transport(boolean encrypted) {
            this.encrypted = encrypted;
        }

        /** Whether nobody on the way can read or change it. */
        public boolean encrypted() {
            return encrypted;
        }

        /** Whether it begins with an HTTP request, so that pages can be served beside it. */
        public boolean http() {
            return this == WS || this == WSS;
        }
    }

    /** How a browser reaches the server. */
    public enum WebTransport {
        /** {@code ws://} and {@code http://}. */
        WS(Transport.WS),
        /** {@code wss://} and {@code https://}. */
        WSS(Transport.WSS);

        private final Transport transport;

        WebTransport(Transport transport) {
            this.transport = transport;
        }

        /** The same, among all transports. */
        public Transport transport() {
            return transport;
        }
    }

    /** The listener for browsers. */
    public record Server(
            @Key(
                            doc =
                                    "The address to bind: 127.0.0.1 for this machine alone, 0.0.0.0"
                                            + " or :: for every network.",
                            byDefault = "127.0.0.1")
                    String host,
            @Key(
                            doc = "The port to bind; 0 takes a free one.",
                            byDefault = "8080",
                            min = "0",
                            max = "65535")
                    int port,
            @Key(
                            doc =
                                    "Plain (ws, http) or encrypted (wss, https; needs the tls"
                                            + " section).",
                            byDefault = "ws")
                    WebTransport transport,
            @Key(
                            doc =
                                    "How long a stopping server leaves its players to go elsewhere"
                                            + " before it closes their connections.",
                            byDefault = "10s",
                            min = "0s",
                            max = "1h")
                    Duration drainTime,
            @Key(
                            doc = "Threads that read and write sockets; 0: one for each processor.",
                            byDefault = "0",
                            min = "0",
                            max = "1024",
                            unit = "threads")
                    int ioThreads,
            @Key(
                            doc = "Threads that run rooms; 0: one for each processor.",
                            byDefault = "0",
                            min = "0",
                            max = "1024",
                            unit = "threads")
                    int roomThreads) {

        /** The same as an entry of {@code listeners}. */
        public Listener listener() {
            return new Listener(transport.transport(), host, port);
        }
    }

    /** One address where clients are accepted. */
    public record Listener(
            @Key(
                            doc = "tcp, tls (TCP with TLS 1.3), ws or wss (WebSocket with TLS).",
                            byDefault = "tcp")
                    Transport transport,
            @Key(doc = "The address to bind.", byDefault = "127.0.0.1") String host,
            @Key(
                            doc = "The port to bind; 0 takes a free one.",
                            byDefault = "7777",
                            min = "0",
                            max = "65535")
                    int port) {}

    /** The server's certificate. */
    public record Tls(
            @Key(doc = "The certificate chain, a PEM file; relative to the configuration file.")
                    Path certificate,
            @Key(doc = "The private key, an unencrypted PKCS#8 PEM file that others cannot read.")
                    Path key) {

        /** Whether both files are named. */
        public boolean present() {
            return !certificate.toString().isEmpty() && !key.toString().isEmpty();
        }
    }

    /** Admission and authentication. */
    public record Security(
            @Key(
                            doc = "How many messages a connection may send, on average.",
                            byDefault = "100",
                            min = "1",
                            max = "1000000",
                            unit = "messages/s",
                            reached =
                                    "The server stops reading from the connection until there is"
                                            + " room again; nothing is lost.")
                    int rateLimit,
            @Key(
                            doc = "How many connections are open at most, handshakes included.",
                            byDefault = "10000",
                            min = "1",
                            max = "10000000",
                            unit = "connections",
                            reached = "A new connection is closed with SERVER_FULL.")
                    int maxConnections,
            @Key(
                            doc =
                                    "Whether any name may sign in without proof. For development:"
                                            + " it is refused on a public address.",
                            byDefault = "true")
                    boolean developmentLogin,
            @Key(
                            doc =
                                    "Allow public addresses without TLS, with development login or"
                                        + " with random session keys. For closed networks only.",
                            byDefault = "false")
                    boolean allowInsecure,
            @Key(
                            doc =
                                    "The keys that sign session tokens: the first signs, all are"
                                            + " accepted. Without one a random key is made at each"
                                            + " start, and a restart asks every player to sign in"
                                            + " again.",
                            min = "32")
                    List<Secret> sessionKeys,
            @Key(
                            doc =
                                    "How long a session token is good for; it is renewed at half of"
                                            + " that.",
                            byDefault = "1h",
                            min = "1m",
                            max = "7d")
                    Duration sessionLifetime,
            @Key(
                            doc =
                                    "Origins of other sites whose pages may connect, such as"
                                        + " https://game.example; \"*\" allows all. Pages of the"
                                        + " server's own address may always.")
                    List<String> origins,
            @Key(doc = "Signing in with a JSON Web Token (HMAC-SHA-256) of your account service.")
                    Jwt jwt) {}

    /** JSON Web Tokens of somebody else. */
    public record Jwt(
            @Key(doc = "The key that both sides share; JWT login is off without it.", min = "32")
                    Secret secret,
            @Key(doc = "The value that the claim iss must have; empty: not looked at.")
                    String issuer,
            @Key(doc = "A value that the claim aud must hold; empty: not looked at.")
                    String audience) {}

    /** How much is logged. */
    public enum Level {
        /** A human must act. */
        ERROR,
        /** Something is degraded now. */
        WARN,
        /** The life of the process and of rooms. */
        INFO,
        /** For whoever works on the server; this release says nothing more here. */
        DEBUG,
        /** What libraries tell as well; slow. */
        TRACE
    }

    /** The log. */
    public record Logging(
            @Key(doc = "The least severe level that is written.", byDefault = "info") Level level,
            @Key(
                            doc =
                                    "The file to write, or a folder for cardea.log; relative to"
                                            + " where the server was started. Empty: the console.")
                    String path,
            @Key(
                            doc = "The size at which the file is set aside and a new one begun.",
                            byDefault = "10MiB",
                            min = "4KiB",
                            max = "10GiB",
                            reached = "The file is renamed to PATH.1, older ones move up by one.")
                    ByteSize maxSize,
            @Key(
                            doc = "How many files are kept besides the one being written.",
                            byDefault = "5",
                            min = "1",
                            max = "20",
                            unit = "files",
                            reached = "The oldest file is deleted.")
                    int filesKept) {}

    /** Recordings of rooms. */
    public record Recording(
            @Key(
                            doc =
                                    "The folder for recordings, which cardea replay repeats;"
                                            + " relative to the configuration file. Empty: nothing"
                                            + " is recorded. They hold all that players send to"
                                            + " rooms.")
                    Path folder,
            @Key(
                            doc = "The types of rooms that are recorded; \"*\" stands for all.",
                            byDefault = "['*']")
                    List<String> types,
            @Key(
                            doc = "How large a recording may be.",
                            byDefault = "64MiB",
                            min = "64KiB",
                            max = "64GiB",
                            reached = "The recording ends and says so; the room goes on.")
                    ByteSize maxSize,
            @Key(
                            doc = "How many recordings are kept, those of open rooms included.",
                            byDefault = "100",
                            min = "1",
                            max = "100000",
                            unit = "files",
                            reached =
                                    "The oldest of a room that is over is deleted; if there is"
                                            + " none, the new room is not recorded.")
                    int filesKept) {

        /** Whether anything is recorded. */
        public boolean present() {
            return !folder.toString().isEmpty() && !types.isEmpty();
        }
    }

    /** The operators' port. */
    public record Admin(
            @Key(
                            doc =
                                    "The address to bind. There is no password: keep it on loopback"
                                            + " or on a closed network.",
                            byDefault = "127.0.0.1")
                    String host,
            @Key(
                            doc = "The port to bind; 0 takes a free one.",
                            byDefault = "8081",
                            min = "0",
                            max = "65535")
                    int port) {}

    /** Whose database it is. */
    public enum DatabaseMode {
        /** A PostgreSQL of the server's own, which starts and stops with it. */
        EMBEDDED,
        /** A PostgreSQL that somebody else runs. */
        EXTERNAL,
        /** None: nothing outlives the process. */
        NONE
    }

    /** Where what must not be lost is kept. */
    public record Database(
            @Key(
                            doc =
                                    "embedded: a PostgreSQL of the server's own, on loopback."
                                            + " external: yours, at url. none: nothing outlives"
                                            + " the process. A game that keeps nothing, such as"
                                            + " the demo, has none unless this section is written.",
                            byDefault = "embedded")
                    DatabaseMode mode,
            @Key(
                            doc =
                                    "The folder for the embedded database; relative to the"
                                            + " configuration file, its default to where the"
                                            + " server was started. PostgreSQL's programs are"
                                            + " unpacked beside it, into postgres-programs.",
                            byDefault = "data/postgres")
                    Path folder,
            @Key(
                            doc =
                                    "The external database: postgresql://HOST:PORT/NAME, on another"
                                            + " machine with ?sslmode=verify-full behind it, or"
                                            + " anyone on the way could read and change it."
                                            + " Further parameters are those of PostgreSQL's JDBC"
                                            + " driver.")
                    String url,
            @Key(doc = "The role that the server works as in the external database.") String user,
            @Key(doc = "The password of that role.", literalAllowed = true) Secret password,
            @Key(
                            doc =
                                    "The role that makes and changes the tables of the external"
                                            + " database; empty: the same as user.")
                    String migrationUser,
            @Key(doc = "The password of migration_user.", literalAllowed = true)
                    Secret migrationPassword,
            @Key(
                            doc = "How many connections to the database are open at most.",
                            byDefault = "8",
                            min = "1",
                            max = "200",
                            unit = "connections",
                            reached =
                                    "Who needs one waits for up to 2 s; then it is told to try"
                                            + " again later.")
                    int connections,
            @Key(
                            doc =
                                    "Start although the database may lose or break what it has"
                                            + " confirmed when its machine fails: with fsync,"
                                            + " full_page_writes or synchronous_commit off.",
                            byDefault = "false")
                    boolean unsafeDurability) {

        /** The same, without a database. */
        public Database off() {
            return new Database(
                    DatabaseMode.NONE,
                    folder,
                    url,
                    user,
                    password,
                    migrationUser,
                    migrationPassword,
                    connections,
                    unsafeDurability);
        }
    }
}
