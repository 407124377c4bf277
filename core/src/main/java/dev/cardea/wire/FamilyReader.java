package dev.cardea.wire;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the records of a sealed type and their ids. Confined to one call. */
final class FamilyReader {
    private final List<String> mistakes;
    private final Set<Class<?>> records = new LinkedHashSet<>();

    private FamilyReader(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * The messages of {@code root} in the order of their ids, to be checked. What is no message
     * goes to mistakes.
     */
    static List<Message> read(Class<?> root, List<String> mistakes) {
        FamilyReader reader = new FamilyReader(mistakes);
        reader.collect(root);
        return reader.messages();
    }

    private void collect(Class<?> group) {
        if (!group.isSealed() || !group.isInterface()) {
            mistakes.add(TypeNames.qualified(group) + ": must be a sealed interface of records");
            return;
        }
        for (Class<?> permitted : group.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                records.add(permitted);
            } else if (permitted.isInterface()) {
                collect(permitted);
            } else {
                mistakes.add(TypeNames.qualified(permitted) + ": must be a record");
            }
        }
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Class<?> type : records) {
            Id id = type.getAnnotation(Id.class);
            if (id == null) {
                mistakes.add(TypeNames.qualified(type) + ": has no @Id");
            } else {
                messages.add(Message.of(id.value(), type));
            }
        }
        messages.sort(Comparator.comparingInt(Message::id));
        return messages;
    }

    /** Whether ids are within bounds, and ids and names unique; what is not goes to mistakes. */
    static void check(List<Message> messages, List<String> mistakes) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String where = TypeNames.qualified(message.type());
            if (message.id() < 1 || message.id() > Protocol.ID_MAX) {
                mistakes.add(
                        "%s: @Id(%d) is not between 1 and %d"
                                .formatted(where, message.id(), Protocol.ID_MAX));
            }
            for (Message earlier : messages.subList(0, i)) {
                checkPair(earlier, message, mistakes);
            }
            if (message.isRaw()) {
                checkRaw(message.type(), mistakes);
            }
        }
    }

    private static void checkPair(Message earlier, Message later, List<String> mistakes) {
        String both =
                "%s and %s"
                        .formatted(
                                TypeNames.qualified(earlier.type()),
                                TypeNames.qualified(later.type()));
        if (earlier.id() == later.id()) {
            mistakes.add("%s: both have the id %d".formatted(both, later.id()));
        }
        if (earlier.name().equals(later.name())) {
            mistakes.add("%s: both have the name %s".formatted(both, later.name()));
        }
    }

    private static void checkRaw(Class<?> type, List<String> mistakes) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null
                || components.length != 1
                || components[0].getType() != Bytes.class) {
            mistakes.add(
                    TypeNames.qualified(type)
                            + ": @Raw is for a record with one component, of type Bytes");
        }
    }
}
