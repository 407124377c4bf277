package dev.cardea.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not be seen: no text form shows it. Immutable. */
public final class Secret {
    /** What stands in place of a secret wherever the configuration is shown. */
    public static final String MASK = "********";

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The secret made of this text's UTF-8. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes; the caller owns it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** How many different byte values it holds: a low number tells a placeholder from a key. */
    int distinctBytes() {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (byte b : bytes) {
            if (!seen[b & 0xff]) {
                seen[b & 0xff] = true;
                distinct++;
            }
        }
        return distinct;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** One for all, so that a printed hash gives nothing away. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return bytes.length == 0 ? "" : MASK;
    }
}
