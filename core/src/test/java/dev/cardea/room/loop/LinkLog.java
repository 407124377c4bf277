package dev.cardea.room.loop;

import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A link that keeps the frames flushed to it, and counts the flushes that carried any. */
final class LinkLog implements OwnerLink {
    private final ByteBuf batch = Unpooled.buffer();
    private final List<String> lines = new ArrayList<>();
    private int flushes;

    private long epoch;
    private long seq;

    @Override
    public ByteBuf batch() {
        return batch;
    }

    @Override
    public void flush() {
        flushes += batch.isReadable() ? 1 : 0;
        while (batch.isReadable()) {
            int end = Records.enter(batch);
            LinkFrame frame = LinkFrame.read(batch);
            String body = batch.toString(StandardCharsets.UTF_8);
            String kind = frame.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            note(frame);
            lines.add(
                    switch (frame) {
                        case LinkFrame.Event f -> "event to " + f.to() + ' ' + body;
                        case LinkFrame.Passing f -> "passing to " + f.to() + ' ' + body;
                        case LinkFrame.Replay f -> "replay ref " + f.ref() + ' ' + body;
                        case LinkFrame.Attached f ->
                                (f.fresh() ? "fresh" : "recovered") + " ref " + f.ref();
                        case LinkFrame.Gone f -> "gone ref " + f.ref() + ' ' + f.reason();
                        case LinkFrame.Kick f -> "kick ref " + f.ref() + ' ' + f.code();
                        case LinkFrame.Patch f ->
                                "patch to " + f.to() + " tick " + f.tick() + ' ' + hex(batch);
                        case LinkFrame.Applied f -> "applied ref " + f.ref() + ' ' + f.n();
                        case LinkFrame.Again f -> "again ref " + f.ref();
                        default -> kind;
                    });
            Records.leave(batch, end);
        }
        batch.clear();
    }

    private void note(LinkFrame frame) {
        switch (frame) {
            case LinkFrame.Attached f -> {
                epoch = f.epoch();
                seq = f.seq();
            }
            case LinkFrame.Event f -> seq = f.seq();
            case LinkFrame.Patch f -> seq = f.seq();
            default -> {}
        }
    }

    /** The epoch of the last ATTACHED. */
    long epoch() {
        return epoch;
    }

    /** The number of what was told last. */
    long seq() {
        return seq;
    }

    private static String hex(ByteBuf body) {
        return ByteBufUtil.hexDump(body);
    }

    @Override
    public boolean writable() {
        return true;
    }

    int flushes() {
        return flushes;
    }

    /** What was flushed since the last call, but for what only the gateway needs. */
    List<String> said() {
        List<String> said =
                lines.stream().filter(l -> !l.equals("state") && !l.equals("synced")).toList();
        lines.clear();
        return said;
    }
}
