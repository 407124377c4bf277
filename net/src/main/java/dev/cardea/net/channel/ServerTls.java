package dev.cardea.net.channel;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A server's certificate, ready for listeners. Immutable, safe from any thread; what it holds
 * outside of the heap lives until {@link #close}.
 */
public final class ServerTls implements AutoCloseable {
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

    /** Gives its memory back. Connections that are open keep what they need; new ones cannot be. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
