package dev.cardea.server.record;

import dev.cardea.room.RoomType;
import dev.cardea.room.loop.Recorder;
import dev.cardea.room.replay.Ending;
import dev.cardea.room.replay.RecordedType;
import dev.cardea.room.replay.RoomRecorder;
import dev.cardea.server.node.Recorders;
import dev.cardea.session.OwnerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of a server. Safe from any thread; one thread of its own writes them all, from a
 * queue that is bounded in bytes: a recording that finds it full ends, and no room ever waits.
 */
public final class Recordings implements Recorders, AutoCloseable {
    /** Bytes that wait for the disk, of all recordings. */
    public static final int QUEUE_BYTES_MAX = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final Spec spec;
    private final Map<String, RecordedType<?, ?, ?>> types;
    private final RecordingCounters counters;
    private final RecordingFolder folder;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread writer;

    /**
     * What is recorded.
     *
     * @param types names of room types; "*" stands for all
     * @param bytesMax of a recording
     * @param filesMax recordings that are kept
     * @param build of the server, in words
     */
    public record Spec(
            Path folder, List<String> types, long bytesMax, int filesMax, String build) {}

    /** What the writer does next. */
    sealed interface Work {
        /**
         * Writes bytes of one recording.
         *
         * @param last whether nothing follows
         */
        record Chunk(RecordingFile file, ByteBuffer bytes, boolean last) implements Work {
            int size() {
                return bytes.remaining();
            }
        }

        /** Ends. */
        record Stop() implements Work {}
    }

    private Recordings(
            Spec spec,
            Map<String, RecordedType<?, ?, ?>> types,
            RecordingFolder folder,
            RecordingCounters counters) {
        this.spec = spec;
        this.types = types;
        this.folder = folder;
        this.counters = counters;
        this.writer = Thread.ofPlatform().daemon().name("cardea-recordings").start(this::write);
    }

    /**
     * Makes the folder and begins.
     *
     * @param rooms the types of rooms that there are
     * @throws CannotRecordException if a type is unknown or cannot be recorded, or the folder
     *     cannot be used
     */
    public static Recordings open(
            Spec spec,
            List<RoomType<?, ?, ?>> rooms,
            InstantSource clock,
            RecordingCounters counters)
            throws CannotRecordException {
        Map<String, RecordedType<?, ?, ?>> types = RecordableTypes.of(spec.types(), rooms);
        try {
            RecordingFolder folder = RecordingFolder.open(spec.folder(), spec.filesMax(), clock);
            return new Recordings(spec, types, folder, counters);
        } catch (IOException e) {
            throw new CannotRecordException(
                    "recording.folder",
                    "cannot write to "
                            + spec.folder()
                            + "; name a folder that this user may write to");
        }
    }

    @Override
    public @Nullable Recorder recorder(OwnerId room, RoomType<?, ?, ?> type, int messageBytesMax) {
        RecordedType<?, ?, ?> recorded = types.get(type.name());
        if (recorded == null) {
            return null;
        }
        if (counters.open.incrementAndGet() > spec.filesMax()) {
            counters.open.decrementAndGet();
            counters.refused.increment();
            return null;
        }
        counters.begun.increment();
        return new RoomRecorder(
                recorded,
                new RoomRecorder.Spec(room, spec.build(), messageBytesMax, spec.bytesMax()),
                new RecordingFile(room, this));
    }

    // ---- from the rooms ----

    boolean offer(Work.Chunk chunk) {
        int bytes = chunk.size();
        if (waitingBytes.addAndGet(bytes) > QUEUE_BYTES_MAX) {
            waitingBytes.addAndGet(-bytes);
            return false;
        }
        queue.add(chunk);
        return true;
    }

    void end(Work.Chunk chunk, Ending why) {
        if (!chunk.file().broken) { // which is counted as such
            counters.ended(why);
        }
        waitingBytes.addAndGet(chunk.size());
        queue.add(chunk);
    }

    // ---- to the disk ----

    private void write() {
        while (true) {
            switch (take()) {
                case Work.Chunk chunk -> writeOrBreakOff(chunk);
                case Work.Stop() -> {
                    return;
                }
            }
        }
    }

    private void writeOrBreakOff(Work.Chunk chunk) {
        waitingBytes.addAndGet(-chunk.size());
        try {
            write(chunk);
        } catch (IOException e) {
            breakOff(chunk.file(), e);
        }
        if (chunk.last()) {
            close(chunk.file());
            counters.open.decrementAndGet();
        }
    }

    private Work take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException nobodysBusiness) {
                // the thread is ours, and ends by what is in its queue
            }
        }
    }

    private void write(Work.Chunk chunk) throws IOException {
        RecordingFile file = chunk.file();
        if (file.broken || chunk.size() == 0) {
            return;
        }
        FileChannel channel = file.channel == null ? folder.create(file) : file.channel;
        counters.bytes.add(chunk.size());
        while (chunk.size() > 0) {
            channel.write(chunk.bytes());
        }
    }

    private void breakOff(RecordingFile file, IOException why) {
        file.broken = true;
        counters.unwritable.increment();
        long count = counters.unwritable();
        if (Long.bitCount(count) == 1) { // the first, the second, the fourth ...
            LOG.warn("a recording of {} broke off, one of {}: {}", file.room, count, "" + why);
        }
    }

    private void close(RecordingFile file) {
        try {
            folder.finish(file);
        } catch (IOException e) {
            breakOff(file, e);
        }
    }

    /** Writes what rooms have said so far, for five seconds at most. Rooms are over by then. */
    @Override
    public void close() {
        queue.add(new Work.Stop());
        try {
            writer.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
