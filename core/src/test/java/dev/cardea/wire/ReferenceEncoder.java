package dev.cardea.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * docs/protocol-values.md read literally: slow, by reflection, and without a line in common with
 * the codec, which is compared with it. Writes what is within all bounds.
 */
final class ReferenceEncoder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private ReferenceEncoder() {}

    /** {@code id | components}. */
    static byte[] message(Object message) {
        ReferenceEncoder encoder = new ReferenceEncoder();
        try {
            encoder.variant(message);
        } catch (IOException | ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
        return encoder.bytes.toByteArray();
    }

    private void variant(Object record) throws IOException, ReflectiveOperationException {
        Id id = record.getClass().getAnnotation(Id.class);
        varint(BigInteger.valueOf(id.value()));
        components(record);
    }

    private void components(Object record) throws IOException, ReflectiveOperationException {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(record);
            AnnotatedType type = component.getAnnotatedType();
            if (type.isAnnotationPresent(Nullable.class)) {
                out.writeByte(value == null ? 0 : 1);
            }
            if (value != null) {
                value(value, type);
            }
        }
    }

    private void value(Object value, AnnotatedType type)
            throws IOException, ReflectiveOperationException {
        Quantize quantize = type.getAnnotation(Quantize.class);
        switch (value) {
            case Number real when quantize != null ->
                    varint(
                            BigInteger.valueOf(
                                    (long)
                                            Math.floor(
                                                    (real.doubleValue() - quantize.min())
                                                                    / quantize.step()
                                                            + 0.5)));
            case Boolean bool -> out.writeBoolean(bool);
            case Byte octet -> out.writeByte(octet);
            case Float real -> out.writeFloat(real);
            case Double real -> out.writeDouble(real);
            case Number whole -> zigzag(whole.longValue());
            case String text -> octets(text.getBytes(StandardCharsets.UTF_8));
            case Bytes octets -> octets(octets.toArray());
            case Enum<?> constant ->
                    varint(BigInteger.valueOf(constant.compareTo(first(constant))));
            case List<?> items -> {
                varint(BigInteger.valueOf(items.size()));
                AnnotatedType element =
                        ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
                for (Object item : items) {
                    value(item, element);
                }
            }
            default -> record(value, (Class<?>) type.getType());
        }
    }

    private static <E extends Enum<E>> E first(Enum<?> constant) {
        @SuppressWarnings("unchecked") // of its own class
        Class<E> type = (Class<E>) constant.getDeclaringClass();
        return type.getEnumConstants()[0];
    }

    private void record(Object record, Class<?> declared)
            throws IOException, ReflectiveOperationException {
        if (!declared.isRecord()) {
            varint(BigInteger.valueOf(record.getClass().getAnnotation(Id.class).value()));
        }
        ReferenceEncoder body = new ReferenceEncoder();
        body.components(record);
        octets(body.bytes.toByteArray());
    }

    private void octets(byte[] octets) throws IOException {
        varint(BigInteger.valueOf(octets.length));
        out.write(octets);
    }

    private void zigzag(long value) throws IOException {
        BigInteger twice = BigInteger.valueOf(value).shiftLeft(1);
        varint(value >= 0 ? twice : twice.negate().subtract(BigInteger.ONE));
    }

    private void varint(BigInteger value) throws IOException {
        BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(128));
        if (parts[0].signum() == 0) {
            out.writeByte(parts[1].intValue());
        } else {
            out.writeByte(parts[1].intValue() | 128);
            varint(parts[0]);
        }
    }
}
