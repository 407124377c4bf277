package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records of a family with their codecs, by id and by class. Immutable. */
final class Alternatives {
    /** One of them. */
    record Alternative(Message message, RecordCodec codec) {}

    private final @Nullable Alternative[] byId;
    private final Map<Class<?>, Alternative> byClass = new HashMap<>();

    Alternatives(List<Message> messages, Function<Message, RecordCodec> codecs) {
        int idMax = messages.stream().mapToInt(Message::id).max().orElse(0);
        byId = new Alternative[idMax + 1];
        for (Message message : messages) {
            Alternative alternative = new Alternative(message, codecs.apply(message));
            byId[message.id()] = alternative;
            byClass.put(message.type(), alternative);
        }
    }

    /** The one of that class; it is a bug to ask for another class. */
    Alternative of(Class<?> type) {
        Alternative alternative = byClass.get(type);
        if (alternative == null) {
            throw new IllegalArgumentException(TypeNames.qualified(type) + " is not in the family");
        }
        return alternative;
    }

    /**
     * The one of that id.
     *
     * @throws MalformedException if there is none
     */
    Alternative at(int id) {
        if (id >= 0 && id < byId.length) {
            Alternative alternative = byId[id];
            if (alternative != null) {
                return alternative;
            }
        }
        throw MalformedException.of(Kind.UNKNOWN_ID);
    }
}
