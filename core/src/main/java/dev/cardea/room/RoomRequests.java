package dev.cardea.room;

import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Max;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What clients ask to get into rooms, as it is on the wire: docs/PROTOCOL.md, "Requests". */
public final class RoomRequests {
    /** The route of {@link Join}; {@link Seat} is the answer. */
    public static final int JOIN = 1;

    /** The route of {@link Find}; {@link Seat} is the answer. */
    public static final int FIND = 4;

    /** The route of {@link Create}; {@link Seat} is the answer. */
    public static final int CREATE = 5;

    /** The route of {@link Search}; {@link Found} is the answer. */
    public static final int LIST = 6;

    /** The route of {@link Watch}; {@link Seat} is the answer. */
    public static final int WATCH = 7;

    /** Rooms in one answer. */
    public static final int LISTINGS_MAX = 100;

    /** A seat in that room, please. */
    public record Join(String type, String key, Bytes options) {}

    /** A seat in any room with those labels, please, or in a new one. */
    public record Find(String type, @Max(RoomType.LABELS_MAX) List<Label> labels, Bytes options) {}

    /** A new room, and a seat in it, please. */
    public record Create(
            String type,
            @Max(RoomType.LABELS_MAX) List<Label> labels,
            boolean hidden,
            Bytes options) {}

    /** What rooms with those labels are there? */
    public record Search(
            String type, @Max(RoomType.LABELS_MAX) List<Label> labels, long after, int limit) {}

    /** A spectator's seat in that room, please, if there is one. */
    public record Watch(String type, String key, Bytes options) {}

    /** What a room says of itself. */
    public record Label(@Max(32) String name, @Max(RoomType.LABEL_BYTES_MAX) String value) {}

    /** Where the seat is. */
    public record Seat(@Max(OwnerId.TEXT_BYTES_MAX) String owner) {}

    /** What was found; more of it after {@code next}, unless that is 0. */
    public record Found(@Max(LISTINGS_MAX) List<Entry> rooms, long next) {}

    /** One room of a list. */
    public record Entry(
            @Max(OwnerId.TEXT_BYTES_MAX) String key,
            int members,
            int seats,
            @Max(RoomType.LABELS_MAX) List<Label> labels) {}

    /** Labels, as they are on the wire. */
    public static List<Label> labels(Map<String, String> byName) {
        List<Label> labels = new ArrayList<>(byName.size());
        byName.forEach((name, value) -> labels.add(new Label(name, value)));
        return labels;
    }

    private RoomRequests() {}
}
