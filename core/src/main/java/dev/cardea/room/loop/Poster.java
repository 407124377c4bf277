package dev.cardea.room.loop;

import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.RoomType;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.session.OwnerId;
import io.netty.buffer.ByteBufUtil;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a room shows of itself to those who look for one. Confined to the room. */
final class Poster {
    private static final Map<String, String> NONE = Map.of();

    private final RoomType<?, ?, ?> type;
    private Map<String, String> labels = NONE;
    private boolean hidden;

    /** Whether it is to be put up again. */
    private boolean changed = true;

    private int members;

    Poster(RoomType<?, ?, ?> type) {
        this.type = type;
    }

    void begin(Opening.Created how) {
        labels = how.labels();
        hidden = how.hidden();
    }

    /** As it was saved, but for labels that the type does not declare any more. */
    void restore(SavedRoom.Shown shown) {
        Map<String, String> known = new TreeMap<>(shown.labels());
        known.keySet().retainAll(type.labels());
        labels = Collections.unmodifiableMap(known);
        hidden = shown.hidden();
        changed = true;
    }

    SavedRoom.Shown save() {
        return new SavedRoom.Shown(labels, hidden);
    }

    void label(String name, String value) {
        if (!type.labels().contains(name)) {
            throw new IllegalArgumentException(
                    "room type %s declares no label %s: see RoomType.listed"
                            .formatted(type.name(), name));
        }
        if (ByteBufUtil.utf8Bytes(value) > RoomType.LABEL_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "label %s: at most %d bytes".formatted(name, RoomType.LABEL_BYTES_MAX));
        }
        if (!value.equals(labels.get(name))) {
            Map<String, String> next = new TreeMap<>(labels);
            next.put(name, value);
            labels = Collections.unmodifiableMap(next);
            changed = true;
        }
    }

    void hide(boolean nowHidden) {
        changed |= hidden != nowHidden;
        hidden = nowHidden;
    }

    void show(StateViewer viewer) {
        viewer.labels(labels, hidden);
    }

    /** Whether it shows something else than at the last {@link #listing}. */
    boolean changed(int nowMembers) {
        return type.isListed() && (changed || members != nowMembers);
    }

    /** What it shows now; null if it is hidden. */
    @Nullable Listing listing(OwnerId room, int nowMembers) {
        changed = false;
        members = nowMembers;
        return hidden ? null : new Listing(room, nowMembers, type.seats(), labels);
    }
}
