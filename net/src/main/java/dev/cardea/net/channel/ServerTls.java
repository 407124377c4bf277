package dev.cardea.net.channel;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;

/** A server's certificate, ready for listeners. Immutable. */
public final class ServerTls {
    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads it.
     *
     * @param certificate the chain, a PEM file
     * @param key the private key, an unencrypted PKCS#8 PEM file
     * @throws IOException if one of them cannot be read, or they do not belong together
     */
    public static ServerTls read(Path certificate, Path key) throws IOException {
        return new ServerTls(Tls.forServer(certificate, key));
    }

    /** For the transports. */
    public SslContext context() {
        return context;
    }
}
