package dev.cardea.wire;

import dev.cardea.wire.Schema.Component;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON (docs/PROTOCOL.md, "Values as JSON"), by reflection. Immutable.
 *
 * <p>A {@code float} is printed with the digits of the {@code double} that equals it, so that a
 * client in JavaScript prints the same.
 */
final class DebugJson {
    /** Tells which record of a sealed type it is. */
    private static final String TYPE = "$type";

    /** The bytes of a body that is no record, in hexadecimal. */
    private static final String BYTES = "$bytes";

    private final Declarations declarations;

    DebugJson(Declarations declarations) {
        this.declarations = declarations;
    }

    /** A message, or one of a sealed type. */
    Json message(Message declared, Object value) {
        Json.Fields.Builder out = new Json.Fields.Builder().put(TYPE, declared.name());
        if (declared.isStructure()) {
            components(value, out);
        } else {
            out.put(BYTES, bytes(declared, value).toString());
        }
        return out.build();
    }

    private static Bytes bytes(Message declared, Object value) {
        if (declared.codec() == null) {
            RecordComponent only = value.getClass().getRecordComponents()[0];
            return (Bytes) Objects.requireNonNull(component(value, only));
        }
        ByteBuf out = Unpooled.buffer();
        new ForeignCodec<>(declared.codec()).encode(value, out, 1);
        return Bytes.of(out);
    }

    private void components(Object record, Json.Fields.Builder out) {
        List<Component> components =
                Objects.requireNonNull(declarations.structures().get(record.getClass()));
        RecordComponent[] javas = record.getClass().getRecordComponents();
        for (int i = 0; i < javas.length; i++) {
            out.put(
                    components.get(i).name(),
                    value(component(record, javas[i]), components.get(i).type()));
        }
    }

    private static @Nullable Object component(Object record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException("no access to " + component, refused);
        }
    }

    private Json value(@Nullable Object value, ValueType type) {
        return switch (value) {
            case null -> new Json.Nothing();
            case Boolean bool -> new Json.Bool(bool);
            case Float real -> real(real.doubleValue());
            case Double real -> real(real);
            case Number whole -> whole(whole.longValue(), type);
            case String text -> new Json.Text(text);
            case Bytes bytes -> new Json.Text(bytes.toString());
            case Enum<?> constant -> new Json.Text(constant.name());
            case List<?> items -> items(items, ((ValueType.Items) type).element());
            default -> record(value, (ValueType.Named) type);
        };
    }

    private static Json real(double value) {
        return Double.isFinite(value) ? Json.of(value) : new Json.Text(Double.toString(value));
    }

    private static Json whole(long value, ValueType type) {
        return type.equals(new ValueType.Int(64, true))
                ? new Json.Text(Long.toString(value))
                : Json.of(value);
    }

    private Json items(List<?> items, ValueType element) {
        return new Json.Items(items.stream().map(item -> value(item, element)).toList());
    }

    private Json record(Object value, ValueType.Named type) {
        if (type.sort() == ValueType.Sort.UNION) {
            return message(alternative(value.getClass()), value);
        }
        Json.Fields.Builder out = new Json.Fields.Builder();
        components(value, out);
        return out.build();
    }

    /** A record of several unions has the same id and name in each. */
    private Message alternative(Class<?> type) {
        return declarations.unions().values().stream()
                .flatMap(List::stream)
                .filter(message -> message.type() == type)
                .findFirst()
                .orElseThrow();
    }
}
