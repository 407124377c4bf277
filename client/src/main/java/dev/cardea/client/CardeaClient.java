package dev.cardea.client;

import dev.cardea.client.engine.ClientSession;
import dev.cardea.client.engine.ClientSpec;
import dev.cardea.net.Endpoint;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.dial.ChannelDialer;
import dev.cardea.net.dial.ClientTls;
import dev.cardea.wire.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How sessions reach a server: where it is, whom to trust, which threads. One serves any number of
 * sessions. Immutable, safe from any thread.
 */
public final class CardeaClient {
    /** How long a first connection may take, over all endpoints and attempts. */
    public static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    /** The longest wait between attempts to come back, unless a server asks for more. */
    public static final Duration RECONNECT_DELAY_MAX_DEFAULT = Duration.ofSeconds(15);

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final List<Endpoint> endpoints;
    private final ClientLoops loops;
    private final Supplier<ClientTls> tls;
    private final Duration connectTimeout;
    private final Duration reconnectDelayMax;
    private final String version;
    private final @Nullable Credential credential;

    private CardeaClient(Builder builder) {
        if (builder.endpoints.isEmpty()) {
            throw new IllegalArgumentException("a client needs an endpoint");
        }
        endpoints = List.copyOf(builder.endpoints);
        loops = builder.loops == null ? ClientLoops.shared() : builder.loops;
        tls = builder.trusted == null ? SystemTrust::get : trusting(builder.trusted);
        connectTimeout = builder.connectTimeout;
        reconnectDelayMax = builder.reconnectDelayMax;
        version = builder.version;
        credential = builder.credential;
    }

    private static Supplier<ClientTls> trusting(Path pem) {
        try {
            ClientTls tls = ClientTls.trusting(pem);
            return () -> tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read when first needed, once for all clients. */
    private static final class SystemTrust {
        static final ClientTls TLS = ClientTls.system();

        static ClientTls get() {
            return TLS;
        }
    }

    /** What a client is to be. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Signs in with the builder's credential and waits for it.
     *
     * @throws ConnectFailed if the server cannot be reached in time, or says no
     */
    public Session connect() {
        return connect(ownCredential());
    }

    /**
     * Signs in and waits for it. Must not be called on a session's loop.
     *
     * @throws ConnectFailed if the server cannot be reached in time, or says no
     */
    public Session connect(Credential credential) {
        CompletableFuture<Session> session = connectAsync(credential, SessionListener.NONE);
        try {
            return session.get();
        } catch (InterruptedException interrupted) {
            var _ = session.thenAccept(Session::close);
            Thread.currentThread().interrupt();
            throw new ConnectFailed(CloseCode.NORMAL.number(), "interrupted");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ConnectFailed why
                    ? why
                    : new IllegalStateException(failed.getCause());
        }
    }

    /** Signs in with the builder's credential; {@code listener} is told how the session fares. */
    public CompletableFuture<Session> connectAsync(SessionListener listener) {
        return connectAsync(ownCredential(), listener);
    }

    /**
     * Signs in; {@code listener} is told how the session fares.
     *
     * @return the session once it is open, completed on its loop; fails with {@link ConnectFailed}
     */
    public CompletableFuture<Session> connectAsync(
            Credential credential, SessionListener listener) {
        ChannelLoop loop = loops.next();
        ClientSpec spec =
                new ClientSpec(
                        endpoints,
                        credential.onWire(),
                        version,
                        connectTimeout.toNanos(),
                        HANDSHAKE_TIMEOUT.toNanos(),
                        reconnectDelayMax.toNanos());
        ChannelDialer dialer =
                new ChannelDialer(loops.loops(), loop, tls, ClientSession.FRAME_BYTES_MAX);
        RandomGenerator random = RandomGenerator.getDefault();
        Session session =
                new Session(
                        loop,
                        handler -> new ClientSession(loop, dialer, random, spec, handler),
                        listener);
        return session.open();
    }

    private Credential ownCredential() {
        if (credential == null) {
            throw new IllegalStateException("the client was built without a credential");
        }
        return credential;
    }

    /** What a client is to be. Confined to one thread. */
    public static final class Builder {
        private final List<Endpoint> endpoints = new ArrayList<>(1);
        private @Nullable Credential credential;
        private @Nullable ClientLoops loops;
        private @Nullable Path trusted;
        private Duration connectTimeout = CONNECT_TIMEOUT_DEFAULT;
        private Duration reconnectDelayMax = RECONNECT_DELAY_MAX_DEFAULT;
        private String version = "cardea-java";

        private Builder() {}

        /**
         * Adds a server: {@code tcp://host:port}, {@code tls://host:port}, {@code
         * ws://host:port/cardea} or {@code wss://host/cardea}. Several are tried in turn.
         *
         * @throws IllegalArgumentException if it is none
         */
        public Builder endpoint(String endpoint) {
            endpoints.add(Endpoint.parse(endpoint));
            return this;
        }

        /** What {@link CardeaClient#connect()} signs in with. */
        public Builder credential(Credential credential) {
            this.credential = credential;
            return this;
        }

        /** The threads to use; unless said, one that all clients of the process share. */
        public Builder loops(ClientLoops loops) {
            this.loops = loops;
            return this;
        }

        /** Trusts the certificates in this PEM file, and no others. The name is verified too. */
        public Builder trust(Path pem) {
            trusted = pem;
            return this;
        }

        /** How long the first connection of a session may take, over all attempts. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /**
         * The longest wait between attempts to come back, above 0, unless a server asks for more.
         * Waits are random and grow from half a second to this.
         */
        public Builder reconnectDelayMax(Duration delay) {
            reconnectDelayMax = delay;
            return this;
        }

        /** What the client says that it is, for the server's logs: at most 256 bytes. */
        public Builder version(String version) {
            this.version = version;
            return this;
        }

        /**
         * The client.
         *
         * @throws IllegalArgumentException if it has no endpoint
         * @throws UncheckedIOException if the certificates cannot be read
         */
        public CardeaClient build() {
            return new CardeaClient(this);
        }
    }
}
