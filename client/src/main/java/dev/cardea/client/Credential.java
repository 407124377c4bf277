package dev.cardea.client;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import java.nio.charset.StandardCharsets;

/**
 * What a player signs in with at the first connection; later ones use the session's own token.
 * Immutable. Its text hides the proof.
 */
public final class Credential {
    private final Frame.Credential onWire;

    private Credential(String scheme, Bytes proof) {
        onWire = new Frame.Credential(scheme, proof);
    }

    /** Any name, for servers in development. {@code name}: 1 to 64 characters. */
    public static Credential development(String name) {
        return of("dev", name.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON Web Token (RFC 7519) that the server's keys verify. */
    public static Credential jwt(String token) {
        return of("jwt", token.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * For an authenticator of the game's own.
     *
     * @param scheme its name, 1 to 16 bytes
     * @param proof what it judges, at most 3 KiB
     */
    public static Credential of(String scheme, byte[] proof) {
        if (scheme.isEmpty() || scheme.length() > 16 || proof.length > 3072) {
            throw new IllegalArgumentException("scheme of 1 to 16 bytes, proof of at most 3 KiB");
        }
        return new Credential(scheme, Bytes.copyOf(proof));
    }

    Frame.Credential onWire() {
        return onWire;
    }

    @Override
    public String toString() {
        return "Credential[" + onWire.scheme() + "]";
    }
}
