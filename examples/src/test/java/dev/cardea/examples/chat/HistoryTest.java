package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void keepsTheNewestLinesInOrder() {
        History history = History.EMPTY;
        for (int i = 0; i < Chat.HISTORY_LINES + 7; i++) {
            long number = history.nextNumber();
            history = history.with(new Chat.Said(number, 1, "ann", "Ann", "line " + i, 0));
        }
        assertThat(history.lines()).hasSize(Chat.HISTORY_LINES);
        assertThat(history.lines().getFirst().number()).isEqualTo(8);
        assertThat(history.lines().getLast().number()).isEqualTo(Chat.HISTORY_LINES + 7L);
        assertThat(history.lines())
                .isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    }

    @Test
    void numbersLinesFromOne() {
        assertThat(History.EMPTY.nextNumber()).isEqualTo(1);
    }
}
