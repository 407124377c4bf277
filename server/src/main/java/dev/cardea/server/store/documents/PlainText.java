package dev.cardea.server.store.documents;

import dev.cardea.session.OwnerId;
import dev.cardea.store.DocumentType;
import dev.cardea.store.Owner;
import java.nio.charset.StandardCharsets;

/** What text PostgreSQL can hold as it is. Stateless. */
final class PlainText {
    private PlainText() {}

    /**
     * That {@code text} comes back as it went.
     *
     * @throws UnfitException if it has a NUL, which no text of PostgreSQL has, or half a surrogate
     *     pair, which UTF-8 has not
     */
    static String stored(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new UnfitException("text with a NUL, which PostgreSQL cannot hold");
        }
        if (!isWellFormed(text)) {
            throw new UnfitException("text with half a surrogate pair, which UTF-8 cannot hold");
        }
        return text;
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /**
     * That {@code text} fits an index.
     *
     * @throws UnfitException if it does not
     */
    static String indexed(String text) {
        if (text.length() > DocumentType.INDEX_CHARS_MAX) {
            throw new UnfitException(
                    "a text in an index has at most "
                            + DocumentType.INDEX_CHARS_MAX
                            + " characters");
        }
        return stored(text);
    }

    /** Whether {@code text} can be the key of a document. */
    static boolean isKey(String text) {
        return OwnerId.isKey(text) && isWellFormed(text);
    }

    /**
     * That {@code text} can be the key of a document.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static String key(String text) {
        if (!isKey(text)) {
            throw new IllegalArgumentException("a key has 1 to 64 plain characters");
        }
        return text;
    }

    /**
     * How an owner is stored.
     *
     * @throws IllegalArgumentException if its account cannot be
     */
    static String owner(Owner owner) {
        return switch (owner) {
            case Owner.Game() -> "";
            case Owner.Player(String account) -> {
                if (!isWellFormed(account)) {
                    throw new IllegalArgumentException("an account has 1 to 64 plain characters");
                }
                yield account;
            }
        };
    }

    /** The owner that is stored so. */
    static Owner owner(String stored) {
        return stored.isEmpty() ? Owner.game() : Owner.player(stored);
    }
}
