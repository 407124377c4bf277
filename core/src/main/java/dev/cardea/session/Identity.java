package dev.cardea.session;

/**
 * Who a session belongs to. Immutable.
 *
 * @param account what the player is known by in the data: stable, unique, a valid {@link OwnerId}
 *     key, 1 to 64 characters
 * @param name what other players see, 1 to 64 characters
 */
public record Identity(String account, String name) {
    public Identity {
        if (!OwnerId.isKey(account) || !OwnerId.isKey(name)) {
            throw new IllegalArgumentException("account and name have 1 to 64 plain characters");
        }
    }
}
