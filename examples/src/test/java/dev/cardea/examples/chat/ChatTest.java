package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.chat.Chat.Input;
import dev.cardea.examples.chat.Chat.Output;
import dev.cardea.examples.chat.Chat.Person;
import dev.cardea.examples.chat.RecordingStage.Guest;
import dev.cardea.examples.chat.RecordingStage.Said;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.None;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.session.Delivery;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final Person ANN = new Person(1, "dev:ann", "ann", true);
    private static final Person BEN = new Person(2, "dev:ben", "ben", true);

    private final RecordingStage<Output> stage = new RecordingStage<>();
    private final Room<Input, None> chat = Chat.type().make(stage);
    private final Guest ann = new Guest(1, "ann");
    private final Guest ben = new Guest(2, "ben");

    @Test
    void showsANewcomerWhoIsThereAndTellsTheOthers() {
        join(ann);
        stage.heard();
        join(ben);
        assertThat(stage.heard())
                .containsExactly(
                        new Said<>(
                                "ben",
                                new Output.Here(2, List.of(ANN, BEN), List.of()),
                                Delivery.RELIABLE),
                        new Said<>("all", new Output.Joined(BEN), Delivery.RELIABLE));
    }

    @Test
    void saysALineToAllAndShowsItToNewcomers() {
        join(ann);
        stage.heard();
        chat.onInput(ann, new Input.Say("  hello "));
        Chat.Said line = new Chat.Said(1, 1, "dev:ann", "ann", "hello", stage.now.toEpochMilli());
        assertThat(stage.messages()).containsExactly(new Output.Line(line));
        join(ben);
        assertThat(stage.messages()).contains(new Output.Here(2, List.of(ANN, BEN), List.of(line)));
    }

    @Test
    void ignoresALineOfNothing() {
        join(ann);
        stage.heard();
        chat.onInput(ann, new Input.Say(" \t "));
        assertThat(stage.heard()).isEmpty();
    }

    @Test
    void givesALineThatIsTooLongBackToItsSenderAlone() {
        join(ann);
        stage.heard();
        String text = "x".repeat(Chat.TEXT_CHARS_MAX + 1);
        chat.onInput(ann, new Input.Say(text));
        Output why = new Output.Unsaid(text, "a line has at most 400 characters");
        assertThat(stage.heard()).containsExactly(new Said<>("ann", why, Delivery.RELIABLE));
    }

    @Test
    void asksWhoSpeaksTooFastForPatience() {
        join(ann);
        stage.heard();
        for (int line = 0; line < 11; line++) {
            chat.onInput(ann, new Input.Say("line " + line));
        }
        List<Output> said = stage.messages();
        assertThat(said.subList(0, 10)).hasOnlyElementsOfType(Output.Line.class);
        assertThat(said.get(10))
                .isEqualTo(new Output.Unsaid("line 10", "slowly, please: say it again in 1 s"));
        stage.now = stage.now.plusSeconds(1);
        chat.onInput(ann, new Input.Say("line 10"));
        assertThat(stage.messages()).hasOnlyElementsOfType(Output.Line.class);
    }

    @Test
    void tellsOthersWhoIsAwayAndWhoIsBack() {
        join(ann);
        stage.heard();
        ann.attached = false;
        chat.onDrop(ann);
        ann.attached = true;
        chat.onResume(ann, Recovery.RECOVERED);
        assertThat(stage.messages())
                .containsExactly(new Output.Presence(1, false), new Output.Presence(1, true));
    }

    @Test
    void showsEverythingAgainToWhoLostWhatItKnew() {
        join(ann);
        stage.heard();
        chat.onResume(ann, Recovery.FRESH);
        assertThat(stage.messages())
                .containsExactly(
                        new Output.Here(1, List.of(ANN), List.of()), new Output.Presence(1, true));
    }

    @Test
    void tellsOthersWhoIsWritingWithoutPromises() {
        join(ann);
        stage.heard();
        chat.onInput(ann, new Input.Typing());
        assertThat(stage.heard())
                .containsExactly(new Said<>("all", new Output.Writing(1), Delivery.UNRELIABLE));
    }

    @Test
    void passesOnWritingAtAModeratePace() {
        join(ann);
        stage.heard();
        for (int key = 0; key < 50; key++) {
            chat.onInput(ann, new Input.Typing());
        }
        assertThat(stage.heard()).hasSize(2);
    }

    @Test
    void tellsWhoLeftAndWhy() {
        join(ann);
        join(ben);
        stage.heard();
        stage.members.remove(ben);
        chat.onLeave(ben, LeaveReason.TIMED_OUT);
        assertThat(stage.messages()).containsExactly(new Output.Left(2, true));
    }

    private void join(Guest guest) {
        stage.members.add(guest);
        chat.onJoin(guest);
    }
}
