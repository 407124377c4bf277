package dev.cardea.room.replay;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.room.Verdict;
import dev.cardea.room.loop.Recorder;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.session.Delivery;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes the recording of one room. Confined to the room.
 *
 * <p>What is written of an event is whole when the event is done, and goes to the sink with the
 * turn; that of a room that ticks a few times a second, since most of its turns are one tick. A
 * recording that cannot go on ends with an entry that says why, and the room goes on without it.
 */
public final class RoomRecorder implements Recorder {
    private static final int CHUNK_BYTES = 64 << 10;

    /** In a room without ticks: events between two checkpoints. */
    static final int CHECK_EVENTS = 16;

    /** What one event may take, with what follows from it. */
    public static final int EVENT_BYTES_MAX = Chunks.BODY_BYTES_MAX - CHUNK_BYTES;

    /** How much room time one chunk holds at most, of a room that ticks. */
    private static final long CHUNK_MICROS = 250_000;

    /** What the last chunk takes beside the others. */
    private static final int END_BYTES = 64;

    private static final int MESSAGE_CHARS_MAX = 1000;

    private final RecordedType<?, ?, ?> type;
    private final Spec spec;
    private final RecordingSink sink;
    private final ByteBuf out = Unpooled.buffer();
    private final Doings doings = new Doings();
    private final Outside.Notes notes = new Notes();
    private @Nullable EntryForm form;
    private @Nullable Rooms rooms;
    private @Nullable Agents agents;
    private long bytes;

    /** Where in {@link #out} the chunk begins. */
    private int mark;

    /** Where in {@link #out} the newest event begins. */
    private int eventMark;

    private long now;
    private long chunkMicros;
    private int unchecked;
    private boolean ticked;
    private boolean finished;

    /** The thread that runs the room while an event is being done. */
    private volatile @Nullable Thread runner;

    /**
     * What is recorded.
     *
     * @param build the server's, in words
     * @param messageBytesMax see {@link dev.cardea.room.loop.Host#messageBytesMax}
     * @param bytesMax of the recording
     */
    public record Spec(OwnerId room, String build, int messageBytesMax, long bytesMax) {}

    /** A recorder of a room that is not open yet. */
    public RoomRecorder(RecordedType<?, ?, ?> type, Spec spec, RecordingSink sink) {
        this.type = type;
        this.spec = spec;
        this.sink = sink;
    }

    // ---- what the room is told ----

    @Override
    public void told(RoomEvent event, long micros) {
        runner = Thread.currentThread();
        if (finished) {
            return;
        }
        EntryForm writing = form == null ? begin(micros) : form;
        eventMark = out.writerIndex();
        now = micros;
        ticked = event instanceof RoomEvent.Ticked;
        try {
            if (!writing.told(event, micros, out)) {
                finish(Ending.UNSAYABLE);
            }
            checkSize();
        } catch (RuntimeException unsayable) { // a value, or a codec, of the game
            finish(Ending.UNSAYABLE);
        }
    }

    private EntryForm begin(long micros) {
        EntryForm made = new EntryForm(type, micros);
        form = made;
        chunkMicros = micros;
        Chunks.preamble(out);
        mark = out.writerIndex();
        Chunks.begin(out);
        EntryForm.write(
                new RecordingHeader(
                        spec.room,
                        spec.build,
                        type.schemaJson(),
                        type.type().tickRate(),
                        spec.messageBytesMax,
                        micros),
                out);
        return made;
    }

    @Override
    public void decided(Verdict verdict) {
        write(new Entry.Decided(verdict));
    }

    // ---- what it does ----

    @Override
    public void said(@Nullable SessionId to, Delivery delivery, ByteBuf body) {
        if (!finished) {
            doings.said(to, delivery, body);
        }
    }

    @Override
    public void kicked(SessionId member, String why) {
        if (!finished) {
            doings.kicked(member, why);
        }
    }

    @Override
    public void settling(String key, Operation operation) {
        if (!finished) {
            doings.settling(key, operation);
        }
    }

    @Override
    public void done(RoomLoop<?, ?, ?> loop) {
        runner = null;
        if (finished) {
            return;
        }
        doings.done(loop);
        if (doings.takeNews()) {
            write(new Entry.Said((int) doings.hash()));
        }
        unchecked++;
        if (ticked || loop.closed()) {
            check(loop);
        }
        if (out.writerIndex() > CHUNK_BYTES) {
            handOver();
        }
    }

    @Override
    public void turnEnds(RoomLoop<?, ?, ?> loop, boolean stamped) {
        if (finished || form == null) {
            return;
        }
        boolean ticks = type.type().tickRate() > 0;
        if (!ticks && unchecked >= CHECK_EVENTS) {
            check(loop);
        }
        if (stamped) {
            write(new Entry.Stamped());
        }
        if (!ticks || now - chunkMicros >= CHUNK_MICROS) {
            handOver();
        }
    }

    private void check(RoomLoop<?, ?, ?> loop) {
        unchecked = 0;
        write(new Entry.Checked(Checkpoint.of(loop, type.type().tables(), doings.hash())));
    }

    @Override
    public void failed(Throwable thrown) {
        if (runner != null) { // else it was not the room
            String message = String.valueOf(thrown.getMessage());
            int length = Math.min(message.length(), MESSAGE_CHARS_MAX);
            write(new Entry.Failed(thrown.getClass().getName(), message.substring(0, length)));
        }
        finish(runner != null ? Ending.FAILED : Ending.FAULT);
        runner = null;
    }

    @Override
    public void ended() {
        finish(Ending.CLOSED);
    }

    @Override
    public Rooms rooms(Rooms real) {
        Rooms recorded = rooms;
        if (recorded == null) {
            recorded = new Outside.RecordedRooms(real, notes);
            rooms = recorded;
        }
        return recorded;
    }

    @Override
    public Agents agents(Agents real) {
        Agents recorded = agents;
        if (recorded == null) {
            recorded = new Outside.RecordedAgents(real, notes);
            agents = recorded;
        }
        return recorded;
    }

    private final class Notes implements Outside.Notes {
        @Override
        public boolean within() {
            return runner == Thread.currentThread();
        }

        @Override
        public void consulted(Entry.Question question, String about, String answer) {
            doings.consulted(question, about);
            write(new Entry.Consulted(question, answer));
        }
    }

    // ---- bytes ----

    private void write(Entry entry) {
        if (finished) {
            return;
        }
        EntryForm.write(entry, out);
        checkSize();
    }

    private void checkSize() {
        if (!finished && chunkBytes() > Chunks.BODY_BYTES_MAX) {
            finish(Ending.TOO_LARGE);
        }
    }

    private int chunkBytes() {
        return out.writerIndex() - mark - Chunks.HEAD_BYTES;
    }

    /** Gives the sink what there is, or ends the recording without it. */
    private void handOver() {
        Ending hindrance = tryHandOver();
        if (hindrance != null) {
            end(hindrance);
        }
    }

    /** Gives the sink what there is; returns what is in the way, if anything. */
    private @Nullable Ending tryHandOver() {
        if (form == null || chunkBytes() == 0) {
            return null;
        }
        if (bytes + out.writerIndex() > spec.bytesMax - END_BYTES) {
            return Ending.FULL;
        }
        Chunks.end(out, mark);
        if (!sink.take(ByteBufUtil.getBytes(out))) {
            return Ending.TOO_SLOW;
        }
        bytes += out.writerIndex();
        begin();
        return null;
    }

    /** Begins a chunk, in place of one that is begun. */
    private void begin() {
        out.clear();
        if (out.capacity() > 2 * CHUNK_BYTES) { // one large event makes no large room
            out.capacity(CHUNK_BYTES);
        }
        mark = 0;
        Chunks.begin(out);
        chunkMicros = now;
    }

    private void finish(Ending why) {
        if (finished) {
            return;
        }
        if (why == Ending.UNSAYABLE || why == Ending.TOO_LARGE) {
            out.writerIndex(eventMark);
        }
        Ending hindrance = tryHandOver();
        end(hindrance == null ? why : hindrance);
    }

    private void end(Ending why) {
        finished = true;
        if (bytes == 0) { // not even the header was taken
            sink.end(new byte[0], why);
        } else {
            begin();
            EntryForm.write(new Entry.Ended(why), out);
            Chunks.end(out, mark);
            sink.end(ByteBufUtil.getBytes(out), why);
        }
        out.release();
    }
}
