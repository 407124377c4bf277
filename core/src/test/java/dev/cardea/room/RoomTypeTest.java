package dev.cardea.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.wire.Id;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomTypeTest {
    sealed interface Say {
        @Id(1)
        record Line(String text) implements Say {}
    }

    sealed interface Heard {
        @Id(1)
        record Line(String by, String text) implements Heard {}
    }

    static final class Echo implements Room<Say, None> {
        private final Stage<Heard, None> stage;

        Echo(Stage<Heard, None> stage) {
            this.stage = stage;
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, Say input) {
            switch (input) {
                case Say.Line(String text) -> stage.send(from, new Heard.Line(from.name(), text));
            }
        }
    }

    @Test
    void infersItsFamiliesFromAConstructor() {
        RoomType<Say, Heard, None> type =
                RoomType.of("echo", Echo::new).inputs(Say.class).outputs(Heard.class).seats(2);
        assertThat(type.inputs().idOf(new Say.Line("x"))).isEqualTo(1);
        assertThat(type.outputs().idOf(new Heard.Line("x", "y"))).isEqualTo(1);
        assertThat(type.isEvent("x")).isFalse();
        assertThat(type.seats()).isEqualTo(2);
    }

    @Test
    void infersItsFamiliesFromALambdaThatNamesTheStage() {
        var type = RoomType.of("echo", (Stage<Heard, None> stage) -> new Echo(stage));
        assertThat(type.inputs(Say.class).inputs().idOf(Say.Line.class)).isEqualTo(1);
    }

    @Test
    void refusesNamesAndNumbersOutOfRange() {
        assertThatThrownBy(() -> RoomType.of("Echo", Echo::new)).hasMessageContaining("Echo");
        var type = RoomType.of("echo", Echo::new);
        assertThatThrownBy(() -> type.seats(0)).hasMessageContaining("1 to 10000");
        assertThat(type.spectators()).isZero();
        assertThat(type.spectators(10_000).seats(2).spectators()).isEqualTo(10_000);
        assertThatThrownBy(() -> type.spectators(-1)).hasMessageContaining("0 to 10000");
        assertThatThrownBy(() -> type.spectators(10_001)).hasMessageContaining("0 to 10000");
        assertThatThrownBy(() -> type.closesWhenEmptyFor(Duration.ofSeconds(-1)))
                .hasMessageContaining("negative");
        assertThatThrownBy(type::inputs).hasMessageContaining("declares no inputs");
    }
}
