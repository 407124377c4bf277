package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs of values that are objects. Stateless. */
final class Composites {
    private static final Scalars.BoolCodec PRESENCE = new Scalars.BoolCodec();

    private Composites() {}

    /** A value that must be there. */
    record Required(String where, ValueCodec codec) {
        void put(@Nullable Object value, ByteBuf out, int depth) {
            if (value == null) {
                throw new IllegalArgumentException(where + " is null and not @Nullable");
            }
            codec.write(value, out, depth);
        }

        Object take(ByteBuf in, int depth) {
            return codec.read(in, depth);
        }
    }

    /** A value behind an octet that says whether it is there. */
    record Optional(ValueCodec codec) {
        void put(@Nullable Object value, ByteBuf out, int depth) {
            if (value == null) {
                out.writeByte(0);
            } else {
                out.writeByte(1);
                codec.write(value, out, depth);
            }
        }

        @Nullable Object take(ByteBuf in, int depth) {
            return PRESENCE.take(in) ? codec.read(in, depth) : null;
        }
    }

    record TextCodec(String where, int bytesMax) implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            String text = (String) value;
            int bytes = ByteBufUtil.utf8Bytes(text);
            if (bytes > bytesMax) {
                throw tooLong(where, bytes, "bytes", bytesMax);
            }
            Varint.writeInt(out, bytes);
            ByteBufUtil.reserveAndWriteUtf8(out, text, bytes);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return Utf8.read(in, bytesMax);
        }
    }

    record BlobCodec(String where, int bytesMax) implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            Bytes bytes = (Bytes) value;
            if (bytes.size() > bytesMax) {
                throw tooLong(where, bytes.size(), "bytes", bytesMax);
            }
            Varint.writeInt(out, bytes.size());
            bytes.writeTo(out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return Bytes.read(in, count(in, bytesMax));
        }
    }

    /** All bytes that are left. */
    record RestCodec() implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            ((Bytes) value).writeTo(out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return Bytes.read(in, in.readableBytes());
        }
    }

    record EnumCodec(List<Object> constants) implements ValueCodec {
        @Override
        @SuppressWarnings("EnumOrdinal") // the number on the wire, kept by SchemaCheck
        public void write(Object value, ByteBuf out, int depth) {
            Varint.writeInt(out, ((Enum<?>) value).ordinal());
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            int ordinal = Varint.readInt(in);
            if (ordinal < 0 || ordinal >= constants.size()) {
                throw MalformedException.of(Kind.UNKNOWN_ENUM);
            }
            return constants.get(ordinal);
        }
    }

    record ItemsCodec(String where, ValueCodec element, int countMax) implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            List<?> items = (List<?>) value;
            int count = items.size();
            if (count > countMax) {
                throw tooLong(where, count, "elements", countMax);
            }
            Varint.writeInt(out, count);
            for (Object item : items) {
                if (item == null) {
                    throw new IllegalArgumentException(where + " has an element that is null");
                }
                element.write(item, out, depth);
            }
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            int count = count(in, countMax);
            if (count == 0) {
                return List.of();
            }
            // Every element takes an octet or more, so the array is bounded by what has come.
            if (count > in.readableBytes()) {
                throw MalformedException.of(Kind.TRUNCATED);
            }
            Object[] items = new Object[count];
            for (int i = 0; i < count; i++) {
                items[i] = element.read(in, depth);
            }
            return Collections.unmodifiableList(Arrays.asList(items));
        }
    }

    private static int count(ByteBuf in, int max) {
        int count = Varint.readInt(in);
        if (count < 0 || count > max) {
            throw MalformedException.of(Kind.TOO_LONG);
        }
        return count;
    }

    private static IllegalArgumentException tooLong(String where, int size, String unit, int max) {
        return new IllegalArgumentException(
                "%s: %d %s, at most %d".formatted(where, size, unit, max));
    }
}
