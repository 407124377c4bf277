package dev.cardea.server.cli;

import dev.cardea.room.RoomType;
import dev.cardea.room.replay.RecordedType;
import dev.cardea.room.replay.RecordingHeader;
import dev.cardea.room.replay.RecordingReader;
import dev.cardea.room.replay.RecordingReader.Opened;
import dev.cardea.room.replay.ReplayResult;
import dev.cardea.room.replay.RoomReplay;
import dev.cardea.wire.SchemaCheck;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells a room of this program what a recorded one was told, and compares what it does. */
@Command(
        name = ReplayCommand.NAME,
        header = "Replay a recorded room, and compare every hash.",
        description = {
            "The room is told again what it was told when it was recorded; nothing that it",
            "asks for is done, what came of it is in the recording. Ends with 0 if it does",
            "all that was recorded, and with 1 at the first difference, which it names."
        })
final class ReplayCommand implements Callable<Integer> {
    static final String NAME = "replay";

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int SCHEMA_LINES_MAX = 10;

    private final List<RoomType<?, ?, ?>> rooms;

    @Parameters(paramLabel = "FILE", description = "A file of the folder recording.folder.")
    private Path file = Path.of("");

    @Option(names = "--events", description = "Print what the room is told, from --from to --to.")
    private boolean events;

    @Option(
            names = "--rows",
            description = "Print the rows of all tables as they are where the replay ends.")
    private boolean rows;

    @Option(
            names = "--from",
            paramLabel = "TICK",
            description = "With --events: the first tick (without ticks: event) to print.")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "TICK",
            description = "Stop behind this tick (in a room without ticks: this event).")
    private long to = Long.MAX_VALUE;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in before it calls anything
    private CommandSpec spec;

    ReplayCommand(List<RoomType<?, ?, ?>> rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        if (!Files.exists(file)) {
            return cannot("there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            return cannot(file + " is no file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            return switch (RecordingReader.open(in)) {
                case Opened.Good(RecordingReader reader) -> replay(reader);
                case Opened.NoRecording() -> cannot(file + " is no recording of a room");
                case Opened.OtherVersion(int version, int known) ->
                        cannot(
                                "%s has version %d of the form of recordings; this release reads %d"
                                        .formatted(file, version, known));
                case Opened.WithoutHeader() ->
                        cannot(file + " is cut off or damaged at its very beginning");
            };
        } catch (IOException e) {
            return cannot("cannot read " + file + ": " + ReplayReport.plain("" + e.getMessage()));
        }
    }

    private int cannot(String why) {
        spec.commandLine().getErr().println("cardea replay: " + why);
        return ExitCode.MISTAKE.code();
    }

    private int replay(RecordingReader reader) throws IOException {
        String name = reader.header().room().type();
        for (RoomType<?, ?, ?> type : rooms) {
            if (type.name().equals(name)) {
                return replay(type, reader);
            }
        }
        List<String> known = rooms.stream().map(RoomType::name).sorted().toList();
        return cannot(
                "it is of a room of type %s, which this program does not have%s"
                        .formatted(
                                name,
                                known.isEmpty() ? "" : "; it has: " + String.join(", ", known)));
    }

    private <I, O, E> int replay(RoomType<I, O, E> type, RecordingReader reader)
            throws IOException {
        RecordingHeader header = reader.header();
        RecordedType<I, O, E> recorded;
        try {
            recorded = RecordedType.of(type);
        } catch (IllegalArgumentException cannot) {
            return cannot("rooms of type " + type.name() + ": " + cannot.getMessage());
        }
        List<String> other = differences(header, recorded);
        if (!other.isEmpty()) {
            other.forEach(line -> spec.commandLine().getErr().println("  " + line));
            return cannot(
                    "rooms of type %s are not what they were; recorded by: %s"
                            .formatted(type.name(), ReplayReport.plain(header.build())));
        }
        ReplayReport report =
                new ReplayReport(
                        spec.commandLine().getOut(),
                        type.tickRate() > 0,
                        new ReplayReport.Range(events, from, to));
        report.begin(header);
        RoomReplay<I, O, E> replay = new RoomReplay<>(recorded, reader);
        ReplayResult result = replay.run(report);
        if (rows) {
            report.rows(replay);
        }
        return report.end(result).code();
    }

    /** What of the type is not as it was recorded, one a line. */
    private static List<String> differences(
            RecordingHeader header, RecordedType<?, ?, ?> recorded) {
        List<String> other = new ArrayList<>();
        int rate = recorded.type().tickRate();
        if (rate != header.tickRate()) {
            other.add("%d ticks a second, recorded %d".formatted(rate, header.tickRate()));
        }
        if (!recorded.schemaJson().equals(header.schemaJson())) {
            other.add("its messages, events or tables are others");
            other.addAll(changes(header.schemaJson(), recorded.schemaJson()));
        }
        return other;
    }

    /** What of it is gone or other; additions are not named. */
    private static List<String> changes(String older, String newer) {
        try {
            return SchemaCheck.compatible(older, newer).stream()
                    .limit(SCHEMA_LINES_MAX)
                    .map(line -> "  " + ReplayReport.plain(line))
                    .toList();
        } catch (IllegalArgumentException noSchema) {
            return List.of();
        }
    }
}
