package dev.cardea.room.replay;

import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a recording, of which it keeps one chunk at a time. For one thread. */
public final class RecordingReader {
    private final Chunks.Source source;
    private final RecordingHeader header;
    private ByteBuf chunk;
    private long chunkAt;
    private @Nullable EntryForm form;

    /** What a file turned out to be. */
    public sealed interface Opened {
        /** A recording. */
        record Good(RecordingReader reader) implements Opened {}

        /** Something else. */
        record NoRecording() implements Opened {}

        /** A recording of another version of the form. */
        record OtherVersion(int version, int known) implements Opened {}

        /** A recording without a whole header. */
        record WithoutHeader() implements Opened {}
    }

    /** What comes next. */
    sealed interface Item {
        /** An entry. */
        record Read(Entry entry) implements Item {}

        /** The file ends before the recording does; what was read so far is good. */
        record Torn(long atByte) implements Item {}

        /** What is there was not written by a recorder; what was read so far is good. */
        record Corrupt(long atByte) implements Item {}
    }

    private RecordingReader(Chunks.Source source, RecordingHeader header, ByteBuf chunk) {
        this.source = source;
        this.header = header;
        this.chunk = chunk;
        this.chunkAt = Chunks.PREAMBLE_BYTES;
    }

    /** Reads how the file begins. It is the caller's to close. */
    public static Opened open(InputStream in) throws IOException {
        Chunks.Source source = new Chunks.Source(in);
        ByteBuf preamble = source.preamble();
        if (preamble.readableBytes() < Chunks.PREAMBLE_BYTES
                || preamble.readLong() != Chunks.MAGIC) {
            return new Opened.NoRecording();
        }
        int version = preamble.readUnsignedShort();
        if (version != Chunks.VERSION) {
            return new Opened.OtherVersion(version, Chunks.VERSION);
        }
        if (source.next() instanceof Chunks.Piece.Body(ByteBuf bytes)) {
            try {
                RecordingHeader header = EntryForm.readHeader(bytes);
                return new Opened.Good(new RecordingReader(source, header, bytes));
            } catch (RuntimeException malformed) { // of whatever kind: it is no header
                return new Opened.WithoutHeader();
            }
        }
        return new Opened.WithoutHeader();
    }

    /** What it begins with. */
    public RecordingHeader header() {
        return header;
    }

    /** From now on entries are read as those of a room of that type. */
    void as(RecordedType<?, ?, ?> type) {
        form = new EntryForm(type, header.openedMicros());
    }

    /** The next entry; after anything else nothing comes. */
    Item next() throws IOException {
        while (!chunk.isReadable()) {
            chunkAt = source.at();
            switch (source.next()) {
                case Chunks.Piece.Body(ByteBuf bytes) -> chunk = bytes;
                case Chunks.Piece.End() -> {
                    return new Item.Torn(chunkAt);
                }
                case Chunks.Piece.Corrupt() -> {
                    return new Item.Corrupt(chunkAt);
                }
            }
        }
        try {
            return new Item.Read(entry());
        } catch (RuntimeException malformed) { // of whatever kind: values are the game's
            chunk = Unpooled.EMPTY_BUFFER;
            return new Item.Corrupt(chunkAt);
        }
    }

    private Entry entry() {
        EntryForm reading = form;
        if (reading == null) {
            throw MalformedException.of(MalformedException.Kind.REFUSED);
        }
        return reading.read(chunk);
    }
}
