package dev.cardea.net.channel;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;

/** TLS 1.3, by BoringSSL where it loads, else by the JDK. Stateless. */
public final class Tls {
    private static final String VERSION = "TLSv1.3";

    private Tls() {}

    /**
     * A server's side.
     *
     * @param certificate the chain, a PEM file
     * @param key the private key, an unencrypted PKCS#8 PEM file
     * @throws IOException if one of them cannot be read, or they do not belong together
     */
    public static SslContext forServer(Path certificate, Path key) throws IOException {
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(provider())
                    .protocols(VERSION)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("no certificate and key in " + certificate + ", " + key, e);
        }
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /** What does the cryptography, for people: {@code BoringSSL} or {@code JDK}. */
    public static String library() {
        return OpenSsl.isAvailable() ? OpenSsl.versionString() : "JDK";
    }
}
