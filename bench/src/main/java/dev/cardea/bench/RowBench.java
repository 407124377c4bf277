package dev.cardea.bench;

import dev.cardea.wire.Quantize;
import dev.cardea.wire.RowCodec;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The codec of a table's rows beside one written by hand for the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RowBench {
    private static final double STEP = 0.01;
    private static final double MIN = -512;
    private static final double MAX = 512;

    record Ship(
            @Quantize(step = STEP, min = MIN, max = MAX) float x,
            @Quantize(step = STEP, min = MIN, max = MAX) float y,
            int hits,
            boolean afire) {}

    /** Another shape, so that no call site of the codec sees one type alone. */
    record Sign(int at, String text) {}

    private final RowCodec<Ship> made = RowCodec.of(Ship.class, (component, value) -> {});
    private final int[] ends = new int[made.components()];
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.heapBuffer(256);
    private final ByteBuf in = PooledByteBufAllocator.DEFAULT.heapBuffer(256);
    private final Ship ship = new Ship(101.25f, -333.5f, 17, true);

    @Setup
    public void prepare() {
        RowCodec<Sign> signs = RowCodec.of(Sign.class, (component, value) -> {});
        for (int i = 0; i < 20_000; i++) {
            signs.encode(new Sign(i, "here"), out.clear(), new int[2]);
            signs.decode(out);
        }
        made.encode(ship, in.clear(), ends);
        writeByHand(out.clear());
        if (!out.equals(in) || !readByHand(in.duplicate()).equals(made.decode(in.duplicate()))) {
            throw new IllegalStateException("the codecs do not agree on " + ship);
        }
    }

    @TearDown
    public void release() {
        out.release();
        in.release();
    }

    @Benchmark
    public ByteBuf encodeMade() {
        made.encode(ship, out.clear(), ends);
        return out;
    }

    @Benchmark
    public ByteBuf encodeByHand() {
        writeByHand(out.clear());
        return out;
    }

    @Benchmark
    public Ship decodeMade() {
        return made.decode(in.readerIndex(0));
    }

    @Benchmark
    public Ship decodeByHand() {
        return readByHand(in.readerIndex(0));
    }

    private void writeByHand(ByteBuf to) {
        Varint.writeInt(to, index(ship.x));
        ends[0] = to.writerIndex();
        Varint.writeInt(to, index(ship.y));
        ends[1] = to.writerIndex();
        Varint.writeInt(to, Varint.zigzag(ship.hits));
        ends[2] = to.writerIndex();
        to.writeBoolean(ship.afire);
        ends[3] = to.writerIndex();
    }

    private static int index(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("NaN");
        }
        return (int) Math.round((Math.clamp(value, MIN, MAX) - MIN) / STEP);
    }

    private static Ship readByHand(ByteBuf from) {
        return new Ship(
                (float) (MIN + Varint.readInt(from) * STEP),
                (float) (MIN + Varint.readInt(from) * STEP),
                Varint.unzigzag(Varint.readInt(from)),
                from.readBoolean());
    }
}
