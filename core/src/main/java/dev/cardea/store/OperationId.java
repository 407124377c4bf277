package dev.cardea.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What makes an operation happen once: whoever asks again with the same id gets the first answer.
 * Whoever wants an operation makes its id first, keeps it, and asks until there is an answer.
 * Immutable.
 *
 * @param value 128 bits, unique in the database
 */
public record OperationId(UUID value) {
    /**
     * The id of an effect that has a name: the same name gives the same id, so that a restarted
     * room does not pay twice.
     *
     * @param scope whose names they are, such as a room's life
     * @param key names the effect, such as {@code prize/3}; never a running number
     */
    public static OperationId named(UUID scope, String key) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes(scope));
        sha256.update(key.getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new OperationId(new UUID(hash.getLong(), hash.getLong()));
    }

    private static byte[] bytes(UUID value) {
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
