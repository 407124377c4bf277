package dev.cardea.stream;

import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A link that keeps what an owner flushed to it, as text that a test can compare. Confined to the
 * test.
 */
final class RecordedLink implements OwnerLink {
    private final ByteBuf batch = Unpooled.buffer();
    private final List<String> lines = new ArrayList<>();
    private boolean writable = true;

    @Override
    public ByteBuf batch() {
        return batch;
    }

    @Override
    public void flush() {
        while (batch.isReadable()) {
            int end = Records.enter(batch);
            LinkFrame frame = LinkFrame.read(batch);
            String body = batch.toString(StandardCharsets.UTF_8);
            lines.add(line(frame, body));
            Records.leave(batch, end);
        }
        batch.clear();
    }

    @Override
    public boolean writable() {
        return writable;
    }

    void writable(boolean now) {
        writable = now;
    }

    /** What was flushed since the last call. */
    List<String> said() {
        List<String> said = List.copyOf(lines);
        lines.clear();
        return said;
    }

    private static String line(LinkFrame frame, String body) {
        return switch (frame) {
            case LinkFrame.Attached f ->
                    (f.fresh() ? "fresh" : "recovered")
                            + " ref %d #%d seat %d seq %d applied %d chain %d"
                                    .formatted(
                                            f.ref(),
                                            f.attachId(),
                                            f.seat(),
                                            f.seq(),
                                            f.applied(),
                                            f.chain());
            case LinkFrame.State f -> "state ref %d seq %d".formatted(f.ref(), f.seq());
            case LinkFrame.Event f ->
                    "event to %d prev %d seq %d %s".formatted(f.to(), f.prev(), f.seq(), body);
            case LinkFrame.Passing f -> "passing to %d %s".formatted(f.to(), body);
            case LinkFrame.Replay f ->
                    "replay ref %d prev %d seq %d %s".formatted(f.ref(), f.prev(), f.seq(), body);
            case LinkFrame.Synced f -> "synced ref %d #%d".formatted(f.ref(), f.attachId());
            case LinkFrame.Applied f ->
                    "applied ref %d seat %d n %d".formatted(f.ref(), f.seat(), f.n());
            case LinkFrame.Superseded f -> "superseded ref " + f.ref();
            case LinkFrame.Again f -> "again ref " + f.ref();
            case LinkFrame.Gone f -> "gone ref %d reason %d".formatted(f.ref(), f.reason());
            case LinkFrame.End f -> f.moved() ? "moved" : "end";
            case LinkFrame.Kick f -> "kick ref %d code %d".formatted(f.ref(), f.code());
            default -> throw new AssertionError("an owner does not say " + frame);
        };
    }
}
