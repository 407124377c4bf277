package dev.cardea.server.store.ledger;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.store.Holder;
import dev.cardea.store.Move;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is to happen. Immutable.
 *
 * @param fence of the room that asks, which must own itself still; null if none asks
 * @param hash of all that is asked for, the room's owner aside: the next one asks for the same
 */
record Request(OperationId id, Operation operation, @Nullable Lease fence, Bytes hash) {
    static Request of(OperationId id, Operation operation, @Nullable Lease fence) {
        return new Request(id, operation, fence, hash(operation));
    }

    /** SHA-256 over lengths and bytes, so that no two operations are written alike. */
    private static Bytes hash(Operation operation) {
        MessageDigest digest = sha256();
        add(operation.reason(), digest);
        for (Move move : operation.moves()) {
            add(move.from(), digest);
            add(move.to(), digest);
            add(move.unit(), digest);
            digest.update(
                    HexFormat.of().toHexDigits(move.amount()).getBytes(StandardCharsets.US_ASCII));
        }
        return Bytes.copyOf(digest.digest());
    }

    private static void add(Holder holder, MessageDigest digest) {
        digest.update((byte) (holder instanceof Holder.House ? 'h' : 'p'));
        add(holder.name(), digest);
    }

    private static void add(String text, MessageDigest digest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) (bytes.length >>> 8));
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
