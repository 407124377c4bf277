package dev.cardea.examples.chat;

import java.util.List;
import java.util.stream.Stream;

/** The newest lines of a channel, at most {@link Chat#HISTORY_LINES}, oldest first. Immutable. */
record History(long nextNumber, List<Chat.Said> lines) {
    static final History EMPTY = new History(1, List.of());

    /** The same with one more line, without the oldest if there are too many. */
    History with(Chat.Said line) {
        long surplus = Math.max(0, lines.size() + 1 - Chat.HISTORY_LINES);
        List<Chat.Said> newest =
                Stream.concat(lines.stream(), Stream.of(line)).skip(surplus).toList();
        return new History(line.number() + 1, newest);
    }
}
