package dev.cardea.stream;

import dev.cardea.session.Delivery;

/**
 * The numbers of an owner's LATEST messages, by which a receiver tells the newer of two of a key.
 * Confined to the owner. One counter serves all keys: each key's numbers rise, which is all that a
 * receiver compares.
 */
final class Latest {
    private int number;

    int next(Delivery delivery) {
        if (delivery instanceof Delivery.Latest) {
            number = (number + 1) & 0xFFFF;
        }
        return number;
    }
}
