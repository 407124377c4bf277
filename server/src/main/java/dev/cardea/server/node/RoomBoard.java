package dev.cardea.server.node;

import dev.cardea.room.Listing;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one type that players may find, in the order of their birth. Safe from any thread.
 *
 * <p>Older rooms come first, so that rooms fill up one after the other.
 */
final class RoomBoard {
    /** Rooms that one search looks at. */
    static final int LOOKED_AT_MAX = 1_000;

    private final ConcurrentSkipListMap<Long, RoomHost> byBirth = new ConcurrentSkipListMap<>();

    /** The room is there now. */
    void add(RoomHost host) {
        byBirth.put(host.birth(), host);
    }

    /** The room is over. */
    void remove(RoomHost host) {
        byBirth.remove(host.birth(), host);
    }

    /**
     * Finds a room with those labels and a place, which is held until {@link RoomHost#answered};
     * null if there is none among those that are looked at.
     *
     * @param birth only rooms younger than that
     */
    @Nullable RoomHost find(Map<String, String> labels, long birth) {
        int left = LOOKED_AT_MAX;
        for (RoomHost host : byBirth.tailMap(birth, false).values()) {
            Listing listing = host.listing();
            if (listing != null && listing.matches(labels) && host.holdPlace(listing)) {
                return host;
            }
            if (--left == 0) {
                break;
            }
        }
        return null;
    }

    /**
     * Part of a list.
     *
     * @param next where the next part begins, or 0: there is none
     */
    record Page(List<Listing> listings, long next) {}

    /**
     * Rooms with those labels that are younger than {@code birth}.
     *
     * @param max how many at most
     * @param bytesMax about how many bytes of their keys and labels at most
     */
    Page list(Map<String, String> labels, long birth, int max, int bytesMax) {
        List<Listing> found = new ArrayList<>();
        int left = LOOKED_AT_MAX;
        int bytesLeft = bytesMax;
        for (Map.Entry<Long, RoomHost> each : byBirth.tailMap(birth, false).entrySet()) {
            Listing listing = each.getValue().listing();
            if (listing != null && listing.matches(labels)) {
                found.add(listing);
                bytesLeft -= bytes(listing);
            }
            if (found.size() == max || bytesLeft <= 0 || --left == 0) {
                return new Page(found, each.getKey());
            }
        }
        return new Page(found, 0);
    }

    private static int bytes(Listing listing) {
        int bytes = Integer.BYTES + ByteBufUtil.utf8Bytes(listing.room().key());
        for (Map.Entry<String, String> label : listing.labels().entrySet()) {
            bytes += label.getKey().length() + ByteBufUtil.utf8Bytes(label.getValue());
        }
        return bytes;
    }
}
