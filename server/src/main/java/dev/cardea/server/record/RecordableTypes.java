package dev.cardea.server.record;

import dev.cardea.room.RoomType;
import dev.cardea.room.replay.RecordedType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of a server's room types are recorded. Stateless. */
final class RecordableTypes {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final String ALL = "*";

    private RecordableTypes() {}

    /**
     * The types by name. Of all types, those that cannot be recorded are left out with a warning;
     * of those that were named, each must be one that can.
     */
    static Map<String, RecordedType<?, ?, ?>> of(List<String> names, List<RoomType<?, ?, ?>> rooms)
            throws CannotRecordException {
        Map<String, RecordedType<?, ?, ?>> types = new TreeMap<>();
        for (String name : names) {
            if (!name.equals(ALL)) {
                types.put(name, named(name, rooms));
            }
        }
        if (names.contains(ALL)) {
            for (RoomType<?, ?, ?> room : rooms) {
                addIfItCan(room, types);
            }
        }
        return types;
    }

    private static RecordedType<?, ?, ?> named(String name, List<RoomType<?, ?, ?>> rooms)
            throws CannotRecordException {
        for (RoomType<?, ?, ?> room : rooms) {
            if (room.name().equals(name)) {
                try {
                    return RecordedType.of(room);
                } catch (IllegalArgumentException cannot) {
                    throw new CannotRecordException("recording.types", cannot(name, cannot));
                }
            }
        }
        List<String> known = rooms.stream().map(RoomType::name).sorted().toList();
        throw new CannotRecordException(
                "recording.types",
                "no room type is called %s; there %s"
                        .formatted(
                                name,
                                known.isEmpty() ? "is none" : "are: " + String.join(", ", known)));
    }

    private static void addIfItCan(
            RoomType<?, ?, ?> room, Map<String, RecordedType<?, ?, ?>> types) {
        try {
            types.putIfAbsent(room.name(), RecordedType.of(room));
        } catch (IllegalArgumentException cannot) {
            LOG.warn("{}", cannot(room.name(), cannot));
        }
    }

    private static String cannot(String name, IllegalArgumentException why) {
        return "rooms of type %s cannot be recorded: %s"
                .formatted(name, String.valueOf(why.getMessage()).replaceAll("\\s*\\n\\s*", "; "));
    }
}
