package dev.cardea.wire;

import dev.cardea.wire.Schema.Body;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a family, or one alternative of a nested sealed type. Immutable.
 *
 * @param type a record, or {@link Bytes}, or any class if there is a codec
 * @param codec the author's; null if the record's components are the body, or it is {@link Raw}
 */
record Message(int id, String name, Class<?> type, @Nullable BodyCodec<?> codec) {
    static Message of(int id, Class<?> type) {
        return new Message(id, type.getSimpleName(), type, null);
    }

    boolean isRaw() {
        return codec == null && (type == Bytes.class || type.isAnnotationPresent(Raw.class));
    }

    /** Whether its body is the components of a record. */
    boolean isStructure() {
        return codec == null && !isRaw();
    }

    Body body(List<Schema.Component> components) {
        if (codec != null) {
            return codec.body();
        }
        return isRaw() ? new Body.Raw() : new Body.Components(components);
    }
}
