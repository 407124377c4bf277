package dev.cardea.examples.chat;

import dev.cardea.room.Cell;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.session.Delivery;
import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import java.util.List;
import java.util.OptionalLong;

/**
 * One chat channel: who is there, what was said last, who is writing. Confined to the room.
 *
 * <p>There is no code here for lost connections. A member whose connection breaks stays a member
 * ({@link #onDrop}); when it is back, everything that was said meanwhile reaches it, once and in
 * order ({@link #onResume}), and what it said itself arrives once and in order too.
 */
public final class Chat implements Room<Chat.Input, None> {
    /** Longest line in characters; the page knows it too. */
    public static final int TEXT_CHARS_MAX = 400;

    /** How many lines a newcomer is shown. */
    public static final int HISTORY_LINES = 50;

    private static final int SEATS = 100;

    /** All that a member may say to the channel. */
    public sealed interface Input {
        /** Say this to everybody. */
        @Id(1)
        record Say(@Max(3 * TEXT_CHARS_MAX) String text) implements Input {}

        /** I am writing something. */
        @Id(2)
        record Typing() implements Input {}
    }

    /** All that the channel may say to its members. */
    public sealed interface Output {
        /** The whole picture: replaces whatever the member knew. {@code you} is its own number. */
        @Id(1)
        record Here(long you, List<Person> people, List<Said> lines) implements Output {}

        /** Somebody came in. */
        @Id(2)
        record Joined(Person who) implements Output {}

        /** Somebody left; {@code timedOut}: by losing the connection for good. */
        @Id(3)
        record Left(long member, boolean timedOut) implements Output {}

        /** Somebody lost the connection, or is back. */
        @Id(4)
        record Presence(long member, boolean online) implements Output {}

        /** Somebody said something. */
        @Id(5)
        record Line(Said said) implements Output {}

        /** Somebody is writing. Sent unreliably: it is soon old. */
        @Id(6)
        record Writing(long member) implements Output {}

        /** Your line was not said, and this is why. */
        @Id(7)
        record Unsaid(String text, String why) implements Output {}
    }

    /** A member as the others see it. {@code account} is what a whisper is addressed to. */
    public record Person(long member, String account, String name, boolean online) {}

    /** A line. {@code number} rises by one, {@code atMillis} is Unix time. */
    public record Said(
            long number, long member, String account, String name, String text, long atMillis) {}

    private final Stage<Output, None> stage;
    private final Cell<History> history;
    private final Cell<Manners> manners;
    private final Cell<Manners> typing;

    private Chat(Stage<Output, None> stage, Manners manners) {
        this.stage = stage;
        this.history = stage.cell("history", History.EMPTY);
        this.manners = stage.cell("manners", manners);
        this.typing = stage.cell("typing", Manners.TYPING);
    }

    /** Channels in which everybody has to be polite: see {@link Manners#POLITE}. */
    public static RoomType<Input, Output, None> type() {
        return type(Manners.POLITE);
    }

    /** Channels with manners of their own. */
    public static RoomType<Input, Output, None> type(Manners manners) {
        return RoomType.of("chat", (Stage<Output, None> stage) -> new Chat(stage, manners))
                .listed()
                .inputs(Input.class)
                .outputs(Output.class)
                .seats(SEATS);
    }

    @Override
    public void onJoin(Member who) {
        show(who);
        stage.broadcast(new Output.Joined(person(who)));
    }

    @Override
    public void onDrop(Member who) {
        stage.broadcast(new Output.Presence(who.id(), false));
    }

    @Override
    public void onResume(Member who, Recovery how) {
        if (how == Recovery.FRESH) {
            show(who);
        }
        stage.broadcast(new Output.Presence(who.id(), true));
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        manners.update(m -> m.without(who.id()));
        typing.update(t -> t.without(who.id()));
        stage.broadcast(new Output.Left(who.id(), why == LeaveReason.TIMED_OUT));
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Say(String text) -> say(from, text.strip());
            case Input.Typing() -> typing(from);
        }
    }

    /** Passed on at a moderate pace: what one key costs, the whole room hears. */
    private void typing(Member from) {
        long nowMillis = stage.now().toEpochMilli();
        if (typing.get().waitMillis(from.id(), nowMillis).isEmpty()) {
            typing.update(t -> t.after(from.id(), nowMillis));
            stage.broadcast(new Output.Writing(from.id()), Delivery.UNRELIABLE);
        }
    }

    private void show(Member who) {
        List<Person> people = stage.members().stream().map(Chat::person).toList();
        stage.send(who, new Output.Here(who.id(), people, history.get().lines()));
    }

    private void say(Member from, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (text.length() > TEXT_CHARS_MAX) {
            unsaid(from, text, "a line has at most " + TEXT_CHARS_MAX + " characters");
            return;
        }
        long nowMillis = stage.now().toEpochMilli();
        OptionalLong waitMillis = manners.get().waitMillis(from.id(), nowMillis);
        if (waitMillis.isPresent()) {
            long seconds = 1 + waitMillis.getAsLong() / 1000;
            unsaid(from, text, "slowly, please: say it again in " + seconds + " s");
            return;
        }
        manners.update(m -> m.after(from.id(), nowMillis));
        Said said =
                new Said(
                        history.get().nextNumber(),
                        from.id(),
                        from.account(),
                        from.name(),
                        text,
                        nowMillis);
        history.update(h -> h.with(said));
        stage.broadcast(new Output.Line(said));
    }

    private void unsaid(Member from, String text, String why) {
        stage.send(from, new Output.Unsaid(text, why));
    }

    private static Person person(Member member) {
        return new Person(member.id(), member.account(), member.name(), member.attached());
    }
}
