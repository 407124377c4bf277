package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.chat.Chat.Output;
import dev.cardea.examples.chat.Chat.Person;
import dev.cardea.examples.chat.Chat.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Person ANN = new Person(1, "a1", "ann", true);
    private static final Person BOB = new Person(2, "b1", "bob", true);

    private final StringWriter printed = new StringWriter();
    private final Roster roster = new Roster();

    @Test
    void showsLinesAndThePeopleWhoAreThere() {
        hear(
                new Output.Here(1, List.of(ANN), List.of(said("old"))),
                new Output.Joined(BOB),
                new Output.Presence(2, false),
                new Output.Presence(2, true),
                new Output.Line(said("hi")),
                new Output.Writing(2),
                new Output.Unsaid("hm", "slowly, please"),
                new Output.Left(2, true));
        assertThat(printed.toString().lines())
                .containsExactly(
                        "00:01 ann: old",
                        "* you are alone here",
                        "* bob came in",
                        "* bob lost the connection",
                        "* bob is back",
                        "00:01 ann: hi",
                        "* not said: hm (slowly, please)",
                        "* bob did not come back");
    }

    @Test
    void knowsWhoIsThereAndUnderWhichAccount() {
        hear(new Output.Here(1, List.of(ANN, BOB), List.of()), new Output.Presence(2, false));
        assertThat(roster.people()).extracting(Person::online).containsExactly(true, false);
        assertThat(roster.account("bob")).isEqualTo("b1");
        assertThat(roster.account("carl")).isEqualTo("carl");
        assertThat(printed.toString()).startsWith("* here: ann, bob");
    }

    @Test
    void letsNobodyDrawOnAnothersTerminal() {
        hear(new Output.Line(said("\u001b[2Jgone\r\n\u202e")));
        assertThat(printed.toString()).isEqualTo("00:01 ann: ?[2Jgone???" + System.lineSeparator());
    }

    @Test
    void tellsWhispersToFromWhispersFrom() {
        Transcript transcript = transcript(false);
        transcript.whispered(
                new Whispers.Notice.Whispered("b1", "bob", "a1", "psst", 60_000), "a1");
        transcript.whispered(new Whispers.Notice.Whispered("a1", "ann", "b1", "yes", 60_000), "a1");
        assertThat(printed.toString().lines())
                .containsExactly("00:01 bob whispers: psst", "00:01 to b1, whispered: yes");
    }

    @Test
    void erasesWhatWasTypedOnATerminalAlone() {
        transcript(false).typed();
        assertThat(printed.toString()).isEmpty();
        transcript(true).typed();
        assertThat(printed.toString()).isEqualTo("\u001b[1A\u001b[2K\r");
    }

    private static Said said(String text) {
        return new Said(1, 1, "a1", "ann", text, 60_000);
    }

    private Transcript transcript(boolean terminal) {
        return new Transcript(new PrintWriter(printed, true), terminal, ZoneOffset.UTC);
    }

    private void hear(Output... outputs) {
        Transcript transcript = transcript(false);
        for (Output output : outputs) {
            if (output instanceof Output.Left) {
                transcript.show(output, roster);
                roster.apply(output);
            } else {
                roster.apply(output);
                transcript.show(output, roster);
            }
        }
    }
}
