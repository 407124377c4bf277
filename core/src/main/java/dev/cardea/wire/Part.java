package dev.cardea.wire;

import dev.cardea.wire.Schema.Component;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record with its codec. Immutable.
 *
 * @param java where it is read from
 * @param codec has {@code put} and {@code take} for the component's type: a primitive's codec, or
 *     {@link Composites.Required} or {@link Composites.Optional} for objects
 * @param optionalTail whether the record may end before it; it is {@code fallback} then
 */
record Part(RecordComponent java, Object codec, boolean optionalTail, @Nullable Object fallback) {
    static Part of(Component component, RecordComponent java, ValueCodec codec, String where) {
        Json json = component.fallback();
        return new Part(
                java,
                java.getType().isPrimitive() ? codec : reference(component, codec, where),
                json != null,
                json == null ? null : Fallbacks.value(json, java.getType()));
    }

    /** The one component of a {@link Raw} message. */
    static Part raw(RecordComponent java) {
        String where = TypeNames.qualified(java.getDeclaringRecord()) + "." + java.getName();
        Object codec = new Composites.Required(where, new Composites.RestCodec());
        return new Part(java, codec, false, null);
    }

    private static Object reference(Component component, ValueCodec codec, String where) {
        return component.optional()
                ? new Composites.Optional(codec)
                : new Composites.Required(where, codec);
    }
}
