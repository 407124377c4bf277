package dev.cardea.bench;

import dev.cardea.session.Delivery;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
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

/** Heads and fields of the frames that a busy connection is full of: to bytes, and from bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FrameBench {
    private static final int BYTES_MAX = 64;

    /** Which frame; its name, so that a benchmark is called by it. */
    @Param({"Request", "Reply", "Input", "Reliable", "Latest"})
    private String frame = "Request";

    private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(BYTES_MAX);
    private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(BYTES_MAX);
    private Frame value = new Frame.Reply(0, 0, 0);

    @Setup
    public void prepare() {
        value =
                switch (frame) {
                    case "Request" -> new Frame.Request(70_000, false, 2_000, 300);
                    case "Reply" -> new Frame.Reply(70_000, 0, 0);
                    case "Input" -> new Frame.Input(3, false, 1, 70_000);
                    case "Reliable" -> Frame.Event.reliable(3, 70_000);
                    default -> new Frame.Event(3, Delivery.latest(17), 500);
                };
        value.write(in);
        if (!Frame.read(in.duplicate()).equals(value)) {
            throw new IllegalStateException("not read as it was written: " + value);
        }
    }

    @TearDown
    public void release() {
        in.release();
        out.release();
    }

    @Benchmark
    public ByteBuf write() {
        value.write(out.clear());
        return out;
    }

    @Benchmark
    public Frame read() {
        return Frame.read(in.readerIndex(0));
    }
}
