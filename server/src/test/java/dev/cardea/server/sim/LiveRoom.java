package dev.cardea.server.sim;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.session.Delivery;
import dev.cardea.wire.Id;
import dev.cardea.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A room of the simulation with the server's own node: it talks a lot, and tells the judge all that
 * it is told and all that it says. Confined to the room.
 */
final class LiveRoom implements Room<LiveRoom.Say, LiveRoom.Told> {
    /** What players say; each has a number of its own. */
    sealed interface Say {
        @Id(1)
        record Line(long number, String padding) implements Say {}

        /** To be answered by a timer and by work aside. */
        @Id(2)
        record Later(long number) implements Say {}
    }

    /** What the room says; each has a number of its own. */
    sealed interface Heard {
        /** The first after a join or a fresh state; names the room and the membership. */
        @Id(1)
        record Welcome(long number, long birth, long member) implements Heard {}

        @Id(2)
        record Line(long number, String padding) implements Heard {}

        /** What may be lost. */
        @Id(3)
        record Passing(long number) implements Heard {}
    }

    /** What the room is told from outside and by itself. */
    sealed interface Told {
        record Announce(long number) implements Told {}

        record Burst(int count, int bytes) implements Told {}

        record Kick(int which) implements Told {}

        record Close() implements Told {}

        record Fail() implements Told {}

        record Due(long number) implements Told {}

        record Done(long number) implements Told {}
    }

    /** What such a room throws when it is told to. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("as asked", null, false, false);
        }
    }

    static final String TYPE = "live";
    static final Protocol<Say> SAY = Protocol.of(Say.class);
    static final Protocol<Heard> HEARD = Protocol.of(Heard.class);

    private static final Duration EMPTY = Duration.ofSeconds(2);

    private final Stage<Heard, Told> stage;
    private final LiveNode node;
    private final LiveJudge judge;
    private LiveBirth birth;

    private LiveRoom(Stage<Heard, Told> stage, LiveNode node) {
        this.stage = stage;
        this.node = node;
        this.judge = node.judge();
        this.birth = LiveBirth.NONE;
    }

    static RoomType<Say, Heard, Told> type(LiveNode node, int seats) {
        return RoomType.of(TYPE, (Stage<Heard, Told> stage) -> new LiveRoom(stage, node))
                .inputs(SAY)
                .outputs(HEARD)
                .events(Told.class)
                .seats(seats)
                .closesWhenEmptyFor(EMPTY);
    }

    @Override
    public void onOpen(Opening opening) {
        switch (opening) {
            case Opening.Restored _ -> throw new AssertionError("it is not kept");
            case Opening.Created(var options, var _, var _) -> {
                String key = new String(options.toArray(), StandardCharsets.UTF_8);
                birth = judge.born(node.life(), key);
            }
        }
    }

    @Override
    public void onJoin(Member who) {
        birth.joined(who);
        welcome(who);
        broadcast(0);
    }

    private void welcome(Member who) {
        long number = judge.nextNumber();
        birth.says(number, who);
        stage.send(who, new Heard.Welcome(number, birth.number(), who.id()));
    }

    private void broadcast(int bytes) {
        long number = judge.nextNumber();
        birth.says(number, stage.members());
        stage.broadcast(new Heard.Line(number, "x".repeat(bytes)));
    }

    private void whisper(Member who) {
        long number = judge.nextNumber();
        birth.says(number, who);
        stage.send(who, new Heard.Line(number, ""));
    }

    @Override
    public void onDrop(Member who) {
        birth.dropped(who);
        broadcast(0);
    }

    @Override
    public void onResume(Member who, Recovery how) {
        birth.resumed(who, how);
        if (how == Recovery.FRESH) {
            welcome(who);
        }
        broadcast(0);
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        birth.left(who, why);
        if (why == LeaveReason.LEFT || why == LeaveReason.KICKED || why == LeaveReason.TIMED_OUT) {
            broadcast(0);
        }
    }

    @Override
    public void onInput(Member from, Say input) {
        switch (input) {
            case Say.Line(long number, String _) -> {
                birth.heard(from, number);
                answer(from);
            }
            case Say.Later(long number) -> {
                birth.heard(from, number);
                later(number);
            }
        }
    }

    private void answer(Member from) {
        switch (stage.random().nextInt(8)) {
            case 0 -> whisper(from);
            case 1 -> stage.broadcast(new Heard.Passing(judge.nextNumber()), Delivery.UNRELIABLE);
            case 2 -> stage.send(from, new Heard.Passing(judge.nextNumber()), Delivery.latest(1));
            case 3 -> {
                whisper(from);
                broadcast(10);
            }
            default -> broadcast(20);
        }
    }

    private void later(long number) {
        birth.awaits(number, 2);
        stage.after("due " + number, Duration.ofMillis(40), new Told.Due(number));
        stage.ask(new Told.Done(number), () -> new Told.Done(number));
    }

    @Override
    public void onEvent(Told event) {
        switch (event) {
            case Told.Announce(long number) -> {
                judge.posts().heard(number);
                broadcast(0);
            }
            case Told.Burst(int count, int bytes) -> {
                for (int i = 0; i < count; i++) {
                    broadcast(bytes);
                }
            }
            case Told.Kick(int which) -> kick(which);
            case Told.Close() -> stage.close("as asked");
            case Told.Fail() -> {
                birth.fails();
                throw new Broken();
            }
            case Told.Due(long number) -> come(number);
            case Told.Done(long number) -> come(number);
        }
    }

    private void come(long number) {
        birth.came(number);
        broadcast(0);
    }

    private void kick(int which) {
        List<Member> members = stage.members();
        if (!members.isEmpty()) {
            Member who = members.get(which % members.size());
            stage.kick(who, "as asked");
            birth.kicked(who);
            broadcast(0);
        }
    }
}
