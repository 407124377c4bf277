package dev.cardea.room.replay;

import dev.cardea.room.TableType;
import dev.cardea.room.Verdict;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.room.loop.StateViewer;
import dev.cardea.room.replay.RecordingReader.Item;
import dev.cardea.room.replay.ReplayResult.End;
import dev.cardea.room.replay.ReplayResult.Place;
import dev.cardea.stream.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a new room what another was told, and compares what it does with what that one did. Work
 * that the room asks for is not done: what came of it is in the recording. For one thread.
 */
public final class RoomReplay<I, O, E> {
    private final RecordingReader reader;
    private final List<TableType<?>> tables;
    private final ReplayedSurroundings<O> surroundings;
    private final RoomLoop<I, O, E> loop;
    private final long openedMicros;
    private final RowChanges changes = new RowChanges();
    private @Nullable Item ahead;
    private long events;
    private long tick;
    private long micros;
    private long checks;
    private long stamps;
    private String event = "nothing";
    private @Nullable Throwable thrown;

    /** Looks on. */
    public interface Watch {
        /** The room is about to be told {@code event}; false stops before it. */
        boolean told(Place place, RoomEvent event);

        /** The room is what it was when it was recorded. */
        void checked(Place place, Checkpoint checkpoint);
    }

    /** A replay of what {@code reader} has; the type is the one that the recording is of. */
    public RoomReplay(RecordedType<I, O, E> recorded, RecordingReader reader) {
        this.reader = reader;
        this.tables = recorded.type().tables();
        OwnerPlan<I, O, E> plan =
                new OwnerPlan<>(
                        recorded.type(), OwnerPlan.Entry.BY_REQUEST, recorded.type().outputs());
        this.surroundings = new ReplayedSurroundings<>(plan, reader.header().messageBytesMax());
        this.loop = new RoomLoop<>(recorded.type(), surroundings, plan.saved());
        this.openedMicros = reader.header().openedMicros();
        this.micros = openedMicros;
        reader.as(recorded);
    }

    /** Replays to the end, the first difference, or where {@code watch} stops. */
    public ReplayResult run(Watch watch) throws IOException {
        while (true) {
            Item item = take();
            End end =
                    switch (item) {
                        case Item.Torn(long at) -> new End.Torn(at);
                        case Item.Corrupt(long at) -> new End.Corrupt(at);
                        case Item.Read(Entry entry) -> step(entry, watch);
                    };
            if (end != null) {
                return new ReplayResult(place(), checks, end);
            }
        }
    }

    /** Shows the room as it is. */
    public void show(StateViewer viewer) {
        loop.show(viewer);
    }

    private Place place() {
        return new Place(events, tick, micros - openedMicros);
    }

    private Item take() throws IOException {
        Item next = ahead == null ? reader.next() : ahead;
        ahead = null;
        return next;
    }

    private Item peek() throws IOException {
        Item next = ahead == null ? reader.next() : ahead;
        ahead = next;
        return next;
    }

    private @Nullable End step(Entry entry, Watch watch) throws IOException {
        return switch (entry) {
            case Entry.Told(long atMicros, RoomEvent told) -> {
                Place next = new Place(events + 1, tickOf(told), atMicros - openedMicros);
                yield watch.told(next, told) ? tell(told, atMicros) : new End.Stopped();
            }
            case Entry.Checked(Checkpoint recorded) -> check(recorded, watch);
            case Entry.Stamped() -> {
                stamp();
                yield null;
            }
            case Entry.Ended(Ending why) -> new End.Ended(why);
            case Entry.Said _ -> differs("it said something when it was recorded, and now nothing");
            case Entry.Failed(String what, String message) ->
                    differs("when it was recorded it threw " + what + ": " + message);
            case Entry.Decided _, Entry.Consulted _ ->
                    differs("the recording has an answer here, and the room has no question");
        };
    }

    /**
     * The rows are told as they were then, to nobody: what remains of that is which slots are free.
     */
    private void stamp() {
        Rows rows = loop.rows();
        rows.stamp(++stamps, (body, more) -> {}, (body, more) -> {});
        if (rows.differ()) {
            rows.told();
        }
    }

    private long tickOf(RoomEvent told) {
        return told instanceof RoomEvent.Ticked(long number) ? number : tick;
    }

    private End.Differs differs(String... what) {
        return new End.Differs(event, List.of(what), thrown);
    }

    // ---- an event ----

    private @Nullable End tell(RoomEvent told, long atMicros) throws IOException {
        events++;
        tick = tickOf(told);
        micros = atMicros;
        event = told.toString();
        while (peek() instanceof Item.Read(Entry.Consulted answer)) {
            surroundings.outside.answers(answer);
            take();
        }
        surroundings.texts().clear();
        if (loop.closed()) {
            return differs("the replayed room is closed, the recorded one was told more");
        }
        Verdict verdict = apply(told);
        if (peek() instanceof Item.Read(Entry.Failed(String what, String message))) {
            take();
            return compareFailures(what, message);
        }
        if (thrown != null) {
            return differs("it threw, which it did not when it was recorded");
        }
        End other = verdict == null ? null : compare(verdict);
        return other == null ? compareDoings() : other;
    }

    private @Nullable Verdict apply(RoomEvent told) {
        Verdict verdict = null;
        try {
            if (told instanceof RoomEvent.Requested request) {
                verdict = Objects.requireNonNull(loop.decide(request, micros), "no verdict");
            } else {
                loop.apply(told, micros);
            }
            surroundings.doings.done(loop);
        } catch (Throwable any) { // whatever a room throws: it is compared
            thrown = any;
            loop.abandon();
        }
        return verdict;
    }

    private @Nullable End compareFailures(String what, String message) {
        Throwable now = thrown;
        if (now != null && now.getClass().getName().equals(what)) {
            return null;
        }
        return differs("when it was recorded it threw " + what + ": " + message);
    }

    private @Nullable End compare(Verdict verdict) throws IOException {
        if (!(peek() instanceof Item.Read(Entry.Decided(Verdict recorded)))) {
            return differs("the recording has no answer to the request");
        }
        take();
        return recorded.equals(verdict)
                ? null
                : differs("recorded " + recorded, "replayed " + verdict);
    }

    private @Nullable End compareDoings() throws IOException {
        boolean news = surroundings.doings.takeNews();
        boolean strange = surroundings.outside.takeStrange();
        if (peek() instanceof Item.Read(Entry.Said(int recorded))) {
            take();
            boolean equal = news && recorded == (int) surroundings.doings.hash();
            return equal && !strange ? null : differsInDoings(news);
        }
        return news || strange ? differsInDoings(news) : null;
    }

    private End differsInDoings(boolean news) {
        List<String> what = new ArrayList<>();
        what.add(
                news
                        ? "what it says or does is not what was recorded; in the replay it"
                        : "it says and does nothing, other than when it was recorded");
        surroundings.texts().forEach(text -> what.add("  " + text));
        return new End.Differs(event, what, thrown);
    }

    // ---- a checkpoint ----

    private @Nullable End check(Checkpoint recorded, Watch watch) {
        Checkpoint now = Checkpoint.of(loop, tables, surroundings.doings.hash());
        if (now.equals(recorded)) {
            checks++;
            changes.look(loop);
            watch.checked(place(), now);
            return null;
        }
        List<String> what = new ArrayList<>();
        if (now.said() != recorded.said()) {
            what.add("what it said so far");
        }
        compare("members", recorded.members(), now.members(), what);
        compare("spectators", recorded.spectators(), now.spectators(), what);
        compare("timers and asks", recorded.waiting(), now.waiting(), what);
        compare("labels, groups and views", recorded.shown(), now.shown(), what);
        if (now.tables().size() != recorded.tables().size()) {
            what.add("it has other tables");
        }
        for (int i = 0; i < Math.min(now.tables().size(), recorded.tables().size()); i++) {
            TableType<?> table = tables.get(i);
            String name = "table " + table.name();
            if (compare(name, recorded.tables().get(i), now.tables().get(i), what)) {
                what.addAll(changes.since(loop, table));
            }
        }
        return new End.Differs(event, what, thrown);
    }

    private static boolean compare(
            String name, Checkpoint.Part recorded, Checkpoint.Part now, List<String> what) {
        if (recorded.equals(now)) {
            return false;
        }
        what.add(
                recorded.count() == now.count()
                        ? "%s: %d, with other values".formatted(name, now.count())
                        : "%s: %d recorded, %d replayed"
                                .formatted(name, recorded.count(), now.count()));
        return true;
    }
}
