package dev.cardea.server.cli;

import dev.cardea.room.Member;
import dev.cardea.room.TableType;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.StateViewer;
import dev.cardea.room.replay.Checkpoint;
import dev.cardea.room.replay.Ending;
import dev.cardea.room.replay.RecordingHeader;
import dev.cardea.room.replay.ReplayResult;
import dev.cardea.room.replay.ReplayResult.End;
import dev.cardea.room.replay.ReplayResult.Place;
import dev.cardea.room.replay.RoomReplay;
import io.netty.buffer.ByteBuf;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person reads of a replay, in 80 columns but for values. For one thread. */
final class ReplayReport implements RoomReplay.Watch {
    private static final int COLUMNS = 80;
    private static final int FRAMES_MAX = 5;
    private static final long SECOND_MICROS = 1_000_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final boolean ticks;
    private final Range range;

    /** Lines come at 1, 2, ... 9, 10, 20, ... 90, 100, 200 seconds, and so on. */
    private long nextSecond = 1;

    private @Nullable Checkpoint last;

    /**
     * Where to print, and where to stop.
     *
     * @param events whether to print what the room is told
     * @param from a tick, or an event
     * @param to likewise, included
     */
    record Range(boolean events, long from, long to) {}

    ReplayReport(PrintWriter out, boolean ticks, Range range) {
        this.out = out;
        this.ticks = ticks;
        this.range = range;
    }

    void begin(RecordingHeader header) {
        Instant opened = Instant.ofEpochSecond(header.openedMicros() / SECOND_MICROS);
        line("%s, opened %s".formatted(header.room(), TIME.format(opened)));
        line("recorded by " + header.build());
    }

    @Override
    public boolean told(Place place, RoomEvent event) {
        long at = at(place);
        if (at > range.to) {
            return false;
        }
        if (range.events && at >= range.from) {
            out.println(plain("%s %s".formatted(text(place), event)));
        }
        return true;
    }

    private long at(Place place) {
        return ticks ? place.tick() : place.event();
    }

    @Override
    public void checked(Place place, Checkpoint checkpoint) {
        last = checkpoint;
        if (place.micros() / SECOND_MICROS < nextSecond) {
            return;
        }
        line("%s  %s".formatted(text(place), hash(checkpoint)));
        long second = place.micros() / SECOND_MICROS;
        long step = 1;
        while (second / step >= 10) {
            step *= 10;
        }
        nextSecond = (second / step + 1) * step;
    }

    private String text(Place place) {
        String time =
                String.format(Locale.ROOT, "%9.3f s ", place.micros() / (double) SECOND_MICROS);
        return time + (ticks ? " tick " + place.tick() : "") + " event " + place.event();
    }

    private static String hash(Checkpoint checkpoint) {
        return "hash " + String.format(Locale.ROOT, "%016x", checkpoint.hash());
    }

    /** Prints the room's rows. */
    void rows(RoomReplay<?, ?, ?> replay) {
        replay.show(
                new StateViewer() {
                    @Override
                    public void member(Member member) {
                        line(member.toString());
                    }

                    @Override
                    public void spectator(Member spectator) {
                        line(spectator.toString());
                    }

                    @Override
                    public void row(TableType<?> table, long key, Object row, ByteBuf encoded) {
                        out.println(plain("%s %d %s".formatted(table.name(), key, row)));
                    }
                });
    }

    ExitCode end(ReplayResult result) {
        Checkpoint state = last;
        String same =
                "%d events, %d hashes, all equal%s"
                        .formatted(
                                result.place().event(),
                                result.checks(),
                                state == null ? "" : "; the last: " + hash(state));
        return switch (result.end()) {
            case End.Ended(Ending why) -> good(same, "The recording ends: " + why.text() + '.');
            case End.Stopped() -> good(same, "Stopped, as asked.");
            case End.Torn(long at) ->
                    good(same, "The file ends at byte " + at + ", within the room's life.");
            case End.Corrupt(long at) -> {
                line(same + ';');
                line("but from byte " + at + " on the file is damaged.");
                yield ExitCode.FAILED;
            }
            case End.Differs differs -> {
                differs(result, differs);
                yield ExitCode.FAILED;
            }
        };
    }

    private ExitCode good(String same, String end) {
        line(same);
        line(end);
        return ExitCode.OK;
    }

    private void differs(ReplayResult result, End.Differs differs) {
        line("DIFFERS at" + text(result.place()).replaceFirst(" +", " "));
        line("told " + differs.event());
        differs.what().forEach(what -> line("  " + what));
        Throwable thrown = differs.thrown();
        if (thrown != null) {
            line("  " + thrown);
            StackTraceElement[] frames = thrown.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
                line("    in " + frames[i]);
            }
        }
        line("%d hashes before were equal".formatted(result.checks()));
    }

    private void line(String text) {
        String plain = plain(text);
        out.println(plain.length() <= COLUMNS ? plain : plain.substring(0, COLUMNS - 3) + "...");
    }

    /** Without what a terminal would obey: the text may be a player's. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
