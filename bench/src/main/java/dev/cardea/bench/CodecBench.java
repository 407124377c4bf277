package dev.cardea.bench;

import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.Quantize;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The codec that is made from records beside one written by hand for the same bytes, and beside one
 * of composed method handles (docs/decisions/0003-record-codec.md).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CodecBench {
    sealed interface Game {
        @Id(1)
        record Steer(
                @Quantize(step = 0.01, min = -1, max = 1) float dx,
                @Quantize(step = 0.01, min = -1, max = 1) float dy,
                int tick)
                implements Game {}

        @Id(2)
        record Line(long at, @Max(64) String from, @Max(1024) String text) implements Game {}

        @Id(3)
        record World(int tick, @Max(256) List<Ship> ships) implements Game {}
    }

    record Ship(int id, float x, float y, short hits, boolean shielded) {}

    /** Which message; its name, so that a benchmark is called by it. */
    @Param({"Steer", "Line", "World"})
    private String message = "Steer";

    private final Protocol<Game> made = Protocol.of(Game.class);
    private final HandleCodec handles = new HandleCodec(Game.class.getPermittedSubclasses());
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
    private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(4096);
    private Game value = new Game.Steer(0, 0, 0);

    @Setup
    public void prepare() {
        value =
                switch (message) {
                    case "Steer" -> new Game.Steer(0.25f, -1, 70_000);
                    case "Line" -> new Game.Line(1_700_000_000_000L, "ann", "shall we go north?");
                    default -> new Game.World(70_000, ships());
                };
        // All shapes are used by all, so that no call site sees one type alone.
        for (int i = 0; i < 20_000; i++) {
            for (Game each : List.of(new Game.Steer(0, 0, 1), new Game.Line(1, "a", "b"))) {
                made.encode(each, out.clear());
                made.decode(out);
            }
        }
        made.encode(value, in);
        checkAlike();
    }

    private static List<Ship> ships() {
        List<Ship> ships = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ships.add(new Ship(i * 37, i * 1.5f, -i, (short) i, i % 3 == 0));
        }
        return List.copyOf(ships);
    }

    private void checkAlike() {
        writeByHand(value, out.clear());
        boolean sameByHand = out.equals(in) && readByHand(in.duplicate()).equals(value);
        handles.encode(value, out.clear());
        boolean sameByHandles = out.equals(in) && handles.decode(in.duplicate()).equals(value);
        if (!sameByHand || !sameByHandles) {
            throw new IllegalStateException("the codecs do not agree on " + value);
        }
    }

    @TearDown
    public void release() {
        out.release();
        in.release();
    }

    @Benchmark
    public ByteBuf encodeMade() {
        made.encode(value, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuf encodeByHand() {
        writeByHand(value, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuf encodeByHandles() {
        handles.encode(value, out.clear());
        return out;
    }

    @Benchmark
    public Object decodeMade() {
        return made.decode(in.readerIndex(0));
    }

    @Benchmark
    public Object decodeByHand() {
        return readByHand(in.readerIndex(0));
    }

    @Benchmark
    public Object decodeByHandles() {
        return handles.decode(in.readerIndex(0));
    }

    private static void writeByHand(Game game, ByteBuf out) {
        switch (game) {
            case Game.Steer(float dx, float dy, int tick) -> {
                Varint.writeInt(out, 1);
                writeSteps(dx, out);
                writeSteps(dy, out);
                Varint.writeInt(out, Varint.zigzag(tick));
            }
            case Game.Line(long at, String from, String text) -> {
                Varint.writeInt(out, 2);
                Varint.writeLong(out, Varint.zigzag(at));
                Utf8.write(out, from);
                Utf8.write(out, text);
            }
            case Game.World(int tick, List<Ship> ships) -> {
                Varint.writeInt(out, 3);
                Varint.writeInt(out, Varint.zigzag(tick));
                Varint.writeInt(out, ships.size());
                for (Ship ship : ships) {
                    writeShip(ship, out);
                }
            }
        }
    }

    private static void writeSteps(double value, ByteBuf out) {
        double clamped = Math.clamp(value, -1, 1);
        Varint.writeInt(out, (int) Math.floor((clamped + 1) / 0.01 + 0.5));
    }

    private static void writeShip(Ship ship, ByteBuf out) {
        int mark = out.writerIndex();
        out.writeByte(0);
        Varint.writeInt(out, Varint.zigzag(ship.id()));
        out.writeFloat(ship.x());
        out.writeFloat(ship.y());
        Varint.writeInt(out, Varint.zigzag(ship.hits()));
        out.writeBoolean(ship.shielded());
        out.setByte(mark, out.writerIndex() - mark - 1);
    }

    private static Game readByHand(ByteBuf in) {
        return switch (Varint.readInt(in)) {
            case 1 -> new Game.Steer(readSteps(in), readSteps(in), readInt(in));
            case 2 ->
                    new Game.Line(
                            Varint.unzigzag(Varint.readLong(in)),
                            Utf8.read(in, 64),
                            Utf8.read(in, 1024));
            case 3 -> new Game.World(readInt(in), readShips(in));
            default -> throw new IllegalStateException("another id");
        };
    }

    private static float readSteps(ByteBuf in) {
        int index = Varint.readInt(in);
        if (index < 0 || index > 200) {
            throw new IllegalStateException("another step");
        }
        return (float) (-1 + index * 0.01);
    }

    private static int readInt(ByteBuf in) {
        return Varint.unzigzag(Varint.readInt(in));
    }

    private static List<Ship> readShips(ByteBuf in) {
        int count = Varint.readInt(in);
        if (count < 0 || count > 256) {
            throw new IllegalStateException("too many");
        }
        List<Ship> ships = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int end = Varint.readInt(in) + in.readerIndex();
            ships.add(
                    new Ship(
                            readInt(in),
                            in.readFloat(),
                            in.readFloat(),
                            (short) readInt(in),
                            in.readBoolean()));
            in.readerIndex(end);
        }
        return Collections.unmodifiableList(ships);
    }
}
