package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.chat.Chat.Input;
import dev.cardea.examples.chat.Chat.Output;
import dev.cardea.examples.chat.Chat.Person;
import dev.cardea.room.None;
import dev.cardea.room.Recovery;
import dev.cardea.testkit.room.Resumption;
import dev.cardea.testkit.room.RoomHarness;
import dev.cardea.testkit.room.SimMember;
import dev.cardea.testkit.room.SimNetwork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final Person ANN = new Person(1, "dev:ann", "ann", true);
    private static final Person BEN = new Person(2, "dev:ben", "ben", true);

    private final RoomHarness<Input, Output, None> room = RoomHarness.of(Chat.type()).open();
    private final SimMember<Input, Output> ann = room.join("ann");

    @Test
    void showsANewcomerWhoIsThereAndTellsTheOthers() {
        ann.takeOutputs();
        SimMember<Input, Output> ben = room.join("ben");
        assertThat(ben.outputs())
                .containsExactly(
                        new Output.Here(2, List.of(ANN, BEN), List.of()), new Output.Joined(BEN));
        assertThat(ann.outputs()).containsExactly(new Output.Joined(BEN));
    }

    @Test
    void saysALineToAllAndShowsItToNewcomers() {
        ann.takeOutputs();
        ann.send(new Input.Say("  hello "));
        Chat.Said line = new Chat.Said(1, 1, "dev:ann", "ann", "hello", room.now().toEpochMilli());
        assertThat(ann.outputs()).containsExactly(new Output.Line(line));

        SimMember<Input, Output> ben = room.join("ben");
        assertThat(ben.lastOutput(Output.Here.class))
                .contains(new Output.Here(2, List.of(ANN, BEN), List.of(line)));
    }

    @Test
    void ignoresALineOfNothing() {
        ann.takeOutputs();
        ann.send(new Input.Say(" \t "));
        assertThat(ann.outputs()).isEmpty();
    }

    @Test
    void givesALineThatIsTooLongBackToItsSenderAlone() {
        SimMember<Input, Output> ben = room.join("ben");
        ann.takeOutputs();
        ben.takeOutputs();
        String text = "x".repeat(Chat.TEXT_CHARS_MAX + 1);
        ann.send(new Input.Say(text));
        assertThat(ann.outputs())
                .containsExactly(new Output.Unsaid(text, "a line has at most 400 characters"));
        assertThat(ben.outputs()).isEmpty();
    }

    @Test
    void asksWhoSpeaksTooFastForPatience() {
        ann.takeOutputs();
        for (int line = 0; line < 11; line++) {
            ann.send(new Input.Say("line " + line));
        }
        List<Output> said = ann.takeOutputs();
        assertThat(said.subList(0, 10)).hasOnlyElementsOfType(Output.Line.class);
        assertThat(said.get(10))
                .isEqualTo(new Output.Unsaid("line 10", "slowly, please: say it again in 1 s"));

        room.advance(Duration.ofSeconds(1));
        ann.send(new Input.Say("line 10"));
        assertThat(ann.outputs()).hasSize(1).hasOnlyElementsOfType(Output.Line.class);
    }

    @Test
    void whoWasAwayHearsWhatItMissedOnceAndInOrder() {
        SimMember<Input, Output> ben = room.join("ben");
        ann.takeOutputs();
        ann.drop();
        ben.send(new Input.Say("are you there?"));
        ann.send(new Input.Say("in a tunnel"));
        assertThat(ann.outputs()).isEmpty();

        assertThat(ann.resume()).isEqualTo(new Resumption.Back(Recovery.RECOVERED));
        assertThat(ann.outputs(Output.Line.class))
                .extracting(line -> line.said().text())
                .containsExactly("are you there?", "in a tunnel");
    }

    @Test
    void tellsOthersWhoIsAwayAndWhoIsBack() {
        SimMember<Input, Output> ben = room.join("ben");
        ben.takeOutputs();
        ann.drop();
        assertThat(ben.takeOutputs()).containsExactly(new Output.Presence(1, false));
        ann.resume();
        assertThat(ben.takeOutputs()).containsExactly(new Output.Presence(1, true));
    }

    @Test
    void showsEverythingAgainToWhoLostWhatItKnew() {
        ann.takeOutputs();
        assertThat(ann.resumeAfresh()).isEqualTo(new Resumption.Back(Recovery.FRESH));
        assertThat(ann.outputs())
                .containsExactly(
                        new Output.Here(1, List.of(ANN), List.of()), new Output.Presence(1, true));
    }

    @Test
    void tellsOthersWhoIsWriting() {
        SimMember<Input, Output> ben = room.join("ben");
        ben.takeOutputs();
        ann.send(new Input.Typing());
        assertThat(ben.outputs()).containsExactly(new Output.Writing(1));
    }

    @Test
    void whoIsWritingIsToldWithoutPromises() {
        SimNetwork lossy = SimNetwork.PERFECT.losing(1);
        var far = RoomHarness.of(Chat.type()).network(lossy).open();
        var cid = far.join("cid");
        cid.send(new Input.Typing());
        cid.send(new Input.Say("hello"));
        assertThat(cid.outputs(Output.Writing.class)).isEmpty();
        assertThat(cid.outputs(Output.Line.class)).hasSize(1);
    }

    @Test
    void passesOnWritingAtAModeratePace() {
        ann.takeOutputs();
        for (int key = 0; key < 50; key++) {
            ann.send(new Input.Typing());
        }
        assertThat(ann.outputs()).hasSize(2);
    }

    @Test
    void tellsWhoLeftAndWhy() {
        room.join("ben").leave();
        assertThat(ann.lastOutput(Output.Left.class)).contains(new Output.Left(2, false));
        room.join("cid").drop();
        room.advance(Duration.ofMinutes(2));
        assertThat(ann.lastOutput(Output.Left.class)).contains(new Output.Left(3, true));
    }
}
