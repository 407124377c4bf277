package dev.cardea.net.dial;

import dev.cardea.net.Endpoint;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * Whom a client trusts: TLS 1.3, by BoringSSL where it loads, else by the JDK. The server's name is
 * always verified (RFC 9525). Safe from any thread.
 */
public final class ClientTls {
    private static final String VERSION = "TLSv1.3";
    private static final String VERIFY_NAME = "HTTPS";

    private final SslContext context;

    private ClientTls(SslContext context) {
        this.context = context;
    }

    /** The authorities that the JDK trusts. */
    public static ClientTls system() {
        try {
            return new ClientTls(builder().build());
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK's trust store cannot be used", e);
        }
    }

    /**
     * The certificates in a PEM file alone: a game's own authority, or a server's certificate.
     *
     * @throws IOException if it cannot be read
     */
    public static ClientTls trusting(Path pem) throws IOException {
        try (var certificates = Files.newInputStream(pem)) {
            return new ClientTls(builder().trustManager(certificates).build());
        } catch (IllegalArgumentException e) {
            throw new IOException("no certificates in " + pem, e);
        }
    }

    private static SslContextBuilder builder() {
        return SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(VERSION)
                .endpointIdentificationAlgorithm(VERIFY_NAME);
    }

    /** The handler of one connection to {@code endpoint}. */
    SslHandler handler(ByteBufAllocator allocator, Endpoint endpoint) {
        return context.newHandler(allocator, endpoint.host(), endpoint.port());
    }
}
