package dev.cardea.wire;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The families whose schemas and values are in vectors/values.json. */
final class VectorFamilies {
    /** By the name of their schema in the file. */
    static final Map<String, Protocol<?>> ALL =
            Map.of(
                    "numbers", Protocol.of(Numbers.class),
                    "objects", Protocol.of(Objects.class),
                    "nested", Protocol.of(Nested.class),
                    "version1", Protocol.of(Version1.class),
                    "version2", Protocol.of(Version2.class),
                    "bodies",
                            Protocol.family(Bodies.class)
                                    .body(Bodies.Proto.class, Bodies.PROTO)
                                    .build());

    private VectorFamilies() {}

    sealed interface Numbers {
        @Id(1)
        record Flag(boolean on) implements Numbers {}

        @Id(2)
        record Octet(byte value) implements Numbers {}

        @Id(3)
        record Small(short value) implements Numbers {}

        @Id(4)
        record Whole(int value) implements Numbers {}

        @Id(5)
        record Stamp(long value) implements Numbers {}

        @Id(6)
        record Big(@BigInt long value) implements Numbers {}

        @Id(7)
        record Single(float value) implements Numbers {}

        @Id(8)
        record Real(double value) implements Numbers {}

        @Id(9)
        record AnySingle(@AllowNonFinite float value) implements Numbers {}

        @Id(10)
        record AnyReal(@AllowNonFinite double value) implements Numbers {}

        @Id(11)
        record Steer(
                @Quantize(step = 0.01, min = -1, max = 1) float dx,
                @Quantize(step = 0.01, min = -1, max = 1) float dy)
                implements Numbers {}

        @Id(12)
        record Wide(@Quantize(step = 0.125, min = -512, max = 512) double value)
                implements Numbers {}
    }

    enum Mood {
        CALM,
        GLAD,
        WILD
    }

    sealed interface Objects {
        @Id(1)
        record Say(@Max(16) String text) implements Objects {}

        @Id(2)
        record Blob(@Max(200) Bytes bytes) implements Objects {}

        @Id(3)
        record Feel(Mood mood) implements Objects {}

        @Id(4)
        record Maybe(@Nullable Integer count, @Nullable String text) implements Objects {}

        @Id(5)
        record Counts(@Max(4) List<Integer> values) implements Objects {}

        @Id(6)
        record Names(List<@Max(8) String> values) implements Objects {}

        @Id(7)
        record Grid(List<List<Byte>> rows) implements Objects {}

        @Id(8)
        record Nothing() implements Objects {}

        @Id(300)
        record Far(boolean away) implements Objects {}
    }

    record Where(float x, float y) {}

    record Empty() {}

    record Node(int value, List<Node> children) {}

    sealed interface Shape {
        @Id(1)
        record Circle(Where center, float radius) implements Shape {}

        sealed interface Polygon extends Shape {}

        @Id(5)
        record Square(int side) implements Polygon {}
    }

    sealed interface Nested {
        @Id(1)
        record At(Where where, int turn) implements Nested {}

        @Id(2)
        record Draw(Shape shape, List<Shape> more) implements Nested {}

        @Id(3)
        record Tree(Node root) implements Nested {}

        @Id(4)
        record Many(@Max(8) List<Empty> items) implements Nested {}

        @Id(5)
        record Quote(Line line) implements Nested {}

        @Id(6)
        record Perhaps(@Nullable Where where) implements Nested {}
    }

    record Line(@Max(200) String text) {}

    /** A released family, and below what became of it: the names of the records are the same. */
    sealed interface Version1 {
        @Id(1)
        record Hit(int by) implements Version1 {}

        @Id(2)
        record Hits(List<Blow> blows) implements Version1 {}
    }

    record Blow(int by) {}

    sealed interface Version2 {
        @Id(1)
        record Hit(
                int by,
                @Default("10") int damage,
                @Default boolean critical,
                @Default("sword") String with,
                @Default("GLAD") Mood mood,
                @Default @Nullable Where where,
                @Default List<Integer> others,
                @Default("9007199254740993") @BigInt long id,
                @Default Bytes data,
                @Default("0.5") @Quantize(step = 0.5, min = 0, max = 8) float range)
                implements Version2 {}

        @Id(2)
        record Hits(List<Blow2> blows) implements Version2 {}

        @Id(3)
        record Missed() implements Version2 {}
    }

    record Blow2(int by, @Default("-1") short damage) {}

    sealed interface Bodies {
        BodyCodec<Proto> PROTO =
                BodyCodec.protobuf(
                        "google.protobuf.StringValue",
                        proto -> proto.value().toByteArray(),
                        bytes -> new Proto(StringValue.parseFrom(bytes)));

        @Id(1)
        @Raw
        record Bits(Bytes bytes) implements Bodies {}

        @Id(2)
        record Proto(StringValue value) implements Bodies {}

        @Id(3)
        record Plain(int value) implements Bodies {}
    }
}
