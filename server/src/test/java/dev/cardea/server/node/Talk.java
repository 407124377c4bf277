package dev.cardea.server.node;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A room of these tests. */
final class Talk implements Room<Talk.Say, Talk.Told> {
    sealed interface Say {
        @Id(1)
        record Line(String text) implements Say {}
    }

    sealed interface Heard {
        @Id(1)
        record Line(String by, String text) implements Heard {}
    }

    sealed interface Told {
        record Announce(String text) implements Told {}
    }

    /** What a notice of an agent is in these tests. */
    sealed interface Notice {
        @Id(1)
        record Whisper(String text) implements Notice {}
    }

    /** What the rooms were told, over all of them; guarded by itself. */
    static final class Log {
        private final List<String> lines = new ArrayList<>();

        synchronized void add(String line) {
            lines.add(line);
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }

    private final Stage<Heard, Told> stage;
    private final Log log;
    private final @Nullable CountDownLatch gate;

    private Talk(Stage<Heard, Told> stage, Log log, @Nullable CountDownLatch gate) {
        this.stage = stage;
        this.log = log;
        this.gate = gate;
    }

    static RoomType<Say, Heard, Told> type(Log log) {
        return type(log, null);
    }

    /** A room that says "wait" to itself waits at {@code gate}, as no room should. */
    static RoomType<Say, Heard, Told> type(Log log, @Nullable CountDownLatch gate) {
        return RoomType.of("talk", (Stage<Heard, Told> stage) -> new Talk(stage, log, gate))
                .inputs(Say.class)
                .outputs(Heard.class)
                .events(Told.class)
                .seats(3);
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        return who.account().equals("stranger") ? Verdict.refuse("not you") : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        log.add("join " + who.name());
        stage.send(who, new Heard.Line("room", "welcome"));
    }

    @Override
    public void onDrop(Member who) {
        log.add("drop " + who.name());
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        log.add("leave " + who.name() + ' ' + why);
    }

    @Override
    public void onInput(Member from, Say input) {
        switch (input) {
            case Say.Line line -> say(from, line.text());
        }
    }

    private void say(Member from, String text) {
        if (text.equals("throw")) {
            throw new IllegalStateException("as asked");
        } else if (text.equals("close")) {
            stage.close("as asked");
        } else if (text.equals("wait")) {
            await();
        } else {
            stage.broadcast(new Heard.Line(from.name(), text));
        }
    }

    private void await() {
        try {
            if (gate != null) {
                gate.await();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onEvent(Told event) {
        switch (event) {
            case Told.Announce told -> stage.broadcast(new Heard.Line("service", told.text()));
        }
    }
}
