package dev.cardea.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.replay.Ending;
import dev.cardea.session.OwnerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    private static final OwnerId ROOM = new OwnerId("den", "one");
    private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");

    @TempDir private Path folder;

    private final RecordingCounters counters = new RecordingCounters();

    private Recordings open() throws CannotRecordException {
        Recordings.Spec spec =
                new Recordings.Spec(folder.resolve("new"), List.of("*"), 1 << 20, 10, "a test");
        return Recordings.open(spec, List.of(), () -> NOON, counters);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            return files.toList();
        }
    }

    @Test
    void writesInOrderAndIsDoneWhenItIsClosed() throws Exception {
        try (Recordings recordings = open()) {
            RecordingFile file = new RecordingFile(ROOM, recordings);
            for (byte i = 0; i < 100; i++) {
                assertThat(file.take(new byte[] {i})).isTrue();
            }
            file.end(new byte[] {100}, Ending.CLOSED);
        }
        assertThat(files()).hasSize(1);
        Path only = files().getFirst();
        assertThat(only.getFileName()).hasToString("den-one-20250501-120000-1.recording");
        byte[] written = Files.readAllBytes(only);
        assertThat(written).hasSize(101).isSorted();
        assertThat(counters.bytes()).isEqualTo(101);
        assertThat(counters.endedBy(Ending.CLOSED)).isEqualTo(1);
    }

    @Test
    void takesNothingThatDoesNotFitItsQueue() throws Exception {
        try (Recordings recordings = open()) {
            RecordingFile file = new RecordingFile(ROOM, recordings);
            assertThat(file.take(new byte[Recordings.QUEUE_BYTES_MAX + 1])).isFalse();
            assertThat(file.take(new byte[1])).as("the refused one holds no place").isTrue();
            file.end(new byte[1], Ending.TOO_SLOW);
        }
        assertThat(Files.size(files().getFirst())).isEqualTo(2);
        assertThat(counters.endedBy(Ending.TOO_SLOW)).isEqualTo(1);
    }

    @Test
    void makesNoFileOfARecordingThatHasNothing() throws Exception {
        try (Recordings recordings = open()) {
            new RecordingFile(ROOM, recordings).end(new byte[0], Ending.FULL);
        }
        assertThat(files()).isEmpty();
    }
}
