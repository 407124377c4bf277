package dev.cardea.wire;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of any record that may be on the wire, from a seed. Confined to one test. */
final class RandomValues {
    private static final String[] LETTERS = {
        "a", "Z", "7", " ", "é", "ß", "€", "界", "😀", "\u0000"
    };
    private static final int DEPTH_MAX = 5;

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** One of a family. */
    <T> T of(Class<T> family) {
        return family.cast(alternative(family, 0));
    }

    private Object alternative(Class<?> group, int depth) {
        List<Class<?>> records = records(group).toList();
        return record(records.get(random.nextInt(records.size())), depth);
    }

    private static Stream<Class<?>> records(Class<?> group) {
        return Stream.of(group.getPermittedSubclasses())
                .flatMap(type -> type.isRecord() ? Stream.of(type) : records(type));
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getAnnotatedType(), depth + 1);
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    private @Nullable Object value(AnnotatedType type, int depth) {
        boolean absent = random.nextInt(3) == 0 || depth > DEPTH_MAX;
        if (type.isAnnotationPresent(Nullable.class) && absent) {
            return null;
        }
        if (type instanceof AnnotatedParameterizedType list) {
            return items(list, depth);
        }
        Class<?> raw = (Class<?>) type.getType();
        return switch (raw.getSimpleName()) {
            case "boolean", "Boolean" -> random.nextBoolean();
            case "byte", "Byte" -> (byte) random.nextInt();
            case "short", "Short" -> (short) whole(16);
            case "int", "Integer" -> (int) whole(32);
            case "long", "Long" -> whole(type.isAnnotationPresent(BigInt.class) ? 64 : 54);
            case "float", "Float" -> (float) real(type, raw);
            case "double", "Double" -> real(type, raw);
            case "String" -> text(max(type, 40));
            case "Bytes" -> bytes(max(type, 40));
            default -> object(raw, depth);
        };
    }

    private Object object(Class<?> raw, int depth) {
        if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        return raw.isRecord() ? record(raw, depth) : alternative(raw, depth);
    }

    /** Of all lengths alike, so that each length of a varint comes. */
    private long whole(int bits) {
        long value = random.nextLong() >> (64 - 1 - random.nextInt(bits));
        boolean unsafe = bits == 54 && Math.abs(value) > Scalars.SAFE_MAX;
        return unsafe ? Scalars.SAFE_MAX : value;
    }

    private double real(AnnotatedType type, Class<?> raw) {
        Quantize quantize = type.getAnnotation(Quantize.class);
        if (quantize != null) {
            long steps = Math.round((quantize.max() - quantize.min()) / quantize.step());
            return quantize.min() + random.nextLong(steps + 1) * quantize.step();
        }
        if (type.isAnnotationPresent(AllowNonFinite.class) && random.nextInt(3) == 0) {
            return random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
        }
        double any =
                raw == float.class || raw == Float.class
                        ? Float.intBitsToFloat(random.nextInt())
                        : Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : -0.0;
    }

    private String text(int bytesMax) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(bytesMax / 4 + 1); left > 0; left--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private Bytes bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private List<@Nullable Object> items(AnnotatedParameterizedType list, int depth) {
        AnnotatedType element = list.getAnnotatedActualTypeArguments()[0];
        int most = depth > DEPTH_MAX ? 0 : Math.min(4, max(list, 4));
        List<@Nullable Object> items = new ArrayList<>();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            items.add(value(element, depth + 1));
        }
        return items;
    }

    private static int max(AnnotatedType type, int otherwise) {
        Max max = type.getAnnotation(Max.class);
        return max == null ? otherwise : max.value();
    }
}
