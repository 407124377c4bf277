package dev.cardea.server.record;

import dev.cardea.room.replay.Ending;
import dev.cardea.room.replay.RecordingSink;
import dev.cardea.session.OwnerId;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One recording on its way to disk: filled by its room, emptied by the thread that writes. */
final class RecordingFile implements RecordingSink {
    final OwnerId room;
    private final Recordings all;

    /** It could not be written, and nothing more is taken. */
    volatile boolean broken;

    /** The writer's; null before the first bytes and behind the last. */
    @Nullable FileChannel channel;

    /** The writer's; null before the first bytes. */
    @Nullable Path path;

    RecordingFile(OwnerId room, Recordings all) {
        this.room = room;
        this.all = all;
    }

    @Override
    public boolean take(byte[] bytes) {
        return !broken && all.offer(new Recordings.Work.Chunk(this, ByteBuffer.wrap(bytes), false));
    }

    @Override
    public void end(byte[] bytes, Ending why) {
        all.end(new Recordings.Work.Chunk(this, ByteBuffer.wrap(bytes), true), why);
    }
}
