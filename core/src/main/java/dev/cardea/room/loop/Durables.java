package dev.cardea.room.loop;

import dev.cardea.store.Operation;
import java.util.HashMap;
import java.util.Map;

/** Durable operations of a room of which is not known yet what became. Confined to the room. */
final class Durables {
    private static final int DURABLES_MAX = 1024;
    private static final int KEY_CHARS_MAX = 128;

    private Map<String, Operation> pending = Map.of();

    /** Whether {@code operation} is to be asked for: it is not pending already. */
    boolean mayAsk(String key, Operation operation) {
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "the name of a durable effect has 1 to " + KEY_CHARS_MAX + " characters");
        }
        Operation known = pending.get(key);
        if (known != null && !known.equals(operation)) {
            throw new IllegalStateException(key + ": another operation is pending by that name");
        }
        if (known == null && pending.size() >= DURABLES_MAX) {
            throw new IllegalStateException(
                    "a room has at most " + DURABLES_MAX + " durable operations pending");
        }
        return known == null;
    }

    void add(String key, Operation operation) {
        if (pending.isEmpty()) {
            pending = new HashMap<>(4);
        }
        pending.put(key, operation);
    }

    /** Whether an operation of that name was pending; it is not any more. */
    boolean take(String key) {
        return !pending.isEmpty() && pending.remove(key) != null;
    }

    Map<String, Operation> all() {
        return pending;
    }

    void show(StateViewer viewer) {
        pending.keySet().forEach(viewer::durable);
    }
}
