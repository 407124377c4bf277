package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedTest {
    @Test
    void plainTextIsSaid() {
        assertThat(Typed.of("  hello there ")).isEqualTo(new Typed.Say("hello there"));
        assertThat(Typed.of("//join is a command")).isEqualTo(new Typed.Say("/join is a command"));
        assertThat(Typed.of("   ")).isEqualTo(new Typed.Blank());
    }

    @Test
    void commandsBeginWithASlash() {
        assertThat(Typed.of("/join tavern")).isEqualTo(new Typed.Join("tavern"));
        assertThat(Typed.of("/w bob  see  you")).isEqualTo(new Typed.Whisper("bob", "see  you"));
        assertThat(Typed.of("/WHO")).isEqualTo(new Typed.Who());
        assertThat(Typed.of("/quit")).isEqualTo(new Typed.Quit());
        assertThat(Typed.of("/help")).isEqualTo(new Typed.Help());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/joni x", "/join", "/whisper", "/whisper bob", "/whisper   "})
    void whatIsNoCommandIsExplainedAndNotSaid(String line) {
        assertThat(Typed.of(line)).isInstanceOf(Typed.Mistyped.class);
    }
}
