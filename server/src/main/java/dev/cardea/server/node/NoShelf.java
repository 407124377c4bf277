package dev.cardea.server.node;

import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps nothing. Immutable. */
final class NoShelf implements RoomShelf {
    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public List<Kept> takeAll() {
        return List.of();
    }

    @Override
    public Write begin(Lease lease, byte[] written) {
        throw new IllegalStateException("nothing is kept here");
    }

    @Override
    public Write save(Lease lease, byte[] written) {
        throw new IllegalStateException("nothing is kept here");
    }

    @Override
    public CompletionStage<Outcome> settle(Lease lease, OperationId id, Operation operation) {
        throw new IllegalStateException("nothing is kept here");
    }

    @Override
    public Write remove(Lease lease) {
        throw new IllegalStateException("nothing is kept here");
    }

    @Override
    public Write setAside(Lease lease, String why) {
        throw new IllegalStateException("nothing is kept here");
    }
}
