package dev.cardea.room.replay;

import dev.cardea.room.RoomType;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.replay.ReplayResult.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A replay from memory, and what one sees of it. Confined to the test. */
final class Replays implements RoomReplay.Watch {
    final List<RoomEvent> told = new ArrayList<>();
    final List<Long> hashes = new ArrayList<>();

    /** What a recording comes to with rooms of {@code type}. */
    static ReplayResult replay(RoomType<?, ?, ?> type, byte[] recording) {
        return new Replays().run(type, recording);
    }

    ReplayResult run(RoomType<?, ?, ?> type, byte[] recording) {
        try {
            var opened = RecordingReader.open(new ByteArrayInputStream(recording));
            var reader = ((RecordingReader.Opened.Good) opened).reader();
            return new RoomReplay<>(RecordedType.of(type), reader).run(this);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public boolean told(Place place, RoomEvent event) {
        told.add(event);
        return true;
    }

    @Override
    public void checked(Place place, Checkpoint checkpoint) {
        hashes.add(checkpoint.hash());
    }
}
