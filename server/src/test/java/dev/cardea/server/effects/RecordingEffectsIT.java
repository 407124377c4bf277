package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.server.CannotStartException;
import dev.cardea.server.Cardea;
import dev.cardea.server.RunningServer;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import dev.cardea.wire.ReplyStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Section recording. */
@Timeout(60)
@ExtendWith(Trials.class)
class RecordingEffectsIT {
    private static final int JOIN_OPTIONS_BYTES = 3_000;

    @TempDir private Path folder;

    /** What is said in a den. */
    sealed interface Word {
        @Id(1)
        record Any(String text) implements Word {}
    }

    /** A room that cares for nothing. */
    private static final class Den implements Room<Word, None> {
        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, Word input) {}
    }

    /** Rooms of two types, and the workshop's, whose events have no ids. */
    private static Cardea game() {
        return new Workshop().game().rooms(den("den"), den("cave"));
    }

    private static RoomType<Word, None, None> den(String name) {
        return RoomType.<Word, None, None>of(name, stage -> new Den())
                .inputs(Word.class)
                .outputs(None.class)
                .staysWhenEmpty();
    }

    private RunningServer start(Trial trial, String... settings) throws CannotStartException {
        String[] all =
                Stream.concat(Stream.of("recording.folder: " + folder), Stream.of(settings))
                        .toArray(String[]::new);
        return trial.start(game(), all);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void awaitFigure(RunningServer server, String name, double value)
            throws Exception {
        Trial.await(name, () -> Trial.figure(server, name) == value);
    }

    @Test
    @Effect("recording.folder")
    void recordsEveryRoomThatItCan(Trial trial) throws Exception {
        RunningServer server = start(trial);
        Guest guest = trial.signIn(server, "ann");
        guest.reserve("den", "one / two");
        guest.reserve("cave", "three");
        guest.reserve(Workshop.ROOM, "no ids");
        awaitFigure(server, "recordings_begun_total", 2);
        server.close();
        assertThat(names()).hasSize(2);
        assertThat(names().getFirst()).matches("cave-three-[0-9]{8}-[0-9]{6}-[0-9].recording");
        assertThat(names().getLast()).matches("den-one___two-[0-9]{8}-[0-9]{6}-[0-9].recording");
        assertThat(Files.getPosixFilePermissions(folder.resolve(names().getFirst()))).hasSize(2);
    }

    @Test
    @Effect("recording.types")
    void recordsRoomsOfItsTypesAlone(Trial trial) throws Exception {
        RunningServer server = start(trial, "recording.types: [den]");
        Guest guest = trial.signIn(server, "ann");
        guest.reserve("cave", "one");
        guest.reserve("den", "one");
        awaitFigure(server, "recordings_open", 1);
        server.close();
        assertThat(names()).hasSize(1).first().asString().startsWith("den-one-");
    }

    @Test
    void doesNotStartWithTypesThatItCannotRecord(Trial trial) {
        assertThatThrownBy(() -> start(trial, "recording.types: [dem]"))
                .isInstanceOf(CannotStartException.class)
                .hasMessageEndingWith(
                        "recording.types: no room type is called dem; there are: booth, cave, den,"
                                + " workshop");
        assertThatThrownBy(() -> start(trial, "recording.types: [workshop]"))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("rooms of type workshop cannot be recorded: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void doesNotStartWithAFolderThatIsNone(Trial trial) {
        assertThatThrownBy(() -> trial.start(game(), "recording.folder: /dev/null/here"))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("recording.folder: cannot write to /dev/null/here;");
    }

    @Test
    void goesOnWithoutARecordingThatCannotBeWritten(Trial trial) throws Exception {
        RunningServer server = start(trial);
        Files.delete(folder);
        Guest guest = trial.signIn(server, "ann");
        assertThat(guest.reserve("den", "one")).isEqualTo(ReplyStatus.OK);
        awaitFigure(server, "recordings_unwritable_total", 1);
        Files.createDirectory(folder);
        assertThat(guest.reserve("den", "two")).isEqualTo(ReplyStatus.OK);
        Trial.await("another is", () -> !names().isEmpty());
    }

    @Test
    @Effect("recording.max_size")
    void endsARecordingThatIsTooLarge(Trial trial) throws Exception {
        RunningServer server = start(trial, "recording.max_size: 64KiB");
        for (int i = 0; i < 30; i++) {
            Guest guest = trial.signIn(server, "guest" + i);
            guest.reserve("den", "one", Bytes.copyOf(new byte[JOIN_OPTIONS_BYTES]));
        }
        Trial.await(
                "it ends",
                () ->
                        Trial.admin(server, "/metrics")
                                .contains("recordings_ended_total{reason=\"full\"} 1.0"));
        server.close();
        assertThat(Files.size(folder.resolve(names().getFirst()))).isBetween(32L << 10, 64L << 10);
    }

    @Test
    @Effect("recording.files_kept")
    void keepsSoManyRecordings(Trial trial) throws Exception {
        Path oldest = Files.createFile(folder.resolve("a.recording"));
        Path older = Files.createFile(folder.resolve("b.recording"));
        Path other = Files.createFile(folder.resolve("c.txt"));
        Files.setLastModifiedTime(oldest, FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(older, FileTime.fromMillis(2_000));
        RunningServer server = start(trial, "recording.files_kept: 2");
        Guest guest = trial.signIn(server, "ann");
        guest.reserve("den", "one");
        Trial.await("the oldest is gone", () -> !Files.exists(oldest));
        assertThat(older).exists();
        guest.reserve("den", "two");
        Trial.await("the other is gone", () -> !Files.exists(older));
        guest.reserve("den", "three");
        awaitFigure(server, "recordings_refused_total", 1);
        server.close();
        assertThat(names()).hasSize(3);
        assertThat(other).exists();
    }
}
