package dev.cardea.server.node;

import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A shelf in memory, which can be away. Confined to the test. */
final class MemoryShelf implements RoomShelf {
    private final Map<String, Entry> rooms = new TreeMap<>();
    final List<String> aside = new ArrayList<>();
    final Map<OperationId, CompletableFuture<Outcome>> settling = new LinkedHashMap<>();
    boolean away;
    int saves;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(Lease lease, byte[] written) {}

    private void check() {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public List<Kept> takeAll() {
        check();
        List<Kept> taken = new ArrayList<>();
        rooms.replaceAll(
                (name, entry) -> {
                    Lease old = entry.lease;
                    Lease lease = new Lease(old.room(), old.life(), old.fence() + 1);
                    taken.add(new Kept(lease, Duration.ofSeconds(7), entry.written));
                    return new Entry(lease, entry.written);
                });
        return taken;
    }

    @Override
    public Write begin(Lease lease, byte[] written) {
        check();
        saves++;
        Entry known = rooms.putIfAbsent(lease.room().toString(), new Entry(lease, written));
        return known == null || known.lease.equals(lease) ? Write.DONE : Write.FENCED;
    }

    @Override
    public Write save(Lease lease, byte[] written) {
        check();
        saves++;
        if (!owns(lease)) {
            return Write.FENCED;
        }
        rooms.put(lease.room().toString(), new Entry(lease, written));
        return Write.DONE;
    }

    private boolean owns(Lease lease) {
        Entry known = rooms.get(lease.room().toString());
        return known != null && known.lease.equals(lease);
    }

    @Override
    public CompletionStage<Outcome> settle(Lease lease, OperationId id, Operation operation) {
        return owns(lease)
                ? settling.computeIfAbsent(id, any -> new CompletableFuture<>())
                : CompletableFuture.completedFuture(
                        new Outcome.Refused(Outcome.Reason.FENCED, "another owner"));
    }

    @Override
    public Write remove(Lease lease) {
        check();
        return owns(lease) && rooms.remove(lease.room().toString()) != null
                ? Write.DONE
                : Write.FENCED;
    }

    @Override
    public Write setAside(Lease lease, String why) {
        Write removed = remove(lease);
        if (removed == Write.DONE) {
            aside.add(lease.room() + ": " + why);
        }
        return removed;
    }

    boolean has(OwnerId room) {
        return rooms.containsKey(room.toString());
    }

    UUID lifeOf(OwnerId room) {
        return entry(room).lease.life();
    }

    /** Flips a bit of it. */
    void damage(OwnerId room) {
        entry(room).written[3] ^= 1;
    }

    private Entry entry(OwnerId room) {
        @Nullable Entry entry = rooms.get(room.toString());
        if (entry == null) {
            throw new AssertionError(room + " is not kept");
        }
        return entry;
    }
}
