package dev.cardea.room.replay;

import dev.cardea.room.Agents;
import dev.cardea.room.Listing;
import dev.cardea.room.Rooms;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The other rooms and the agents, with what they answer a room at once written down: that is no
 * event, and yet the room may depend on it. What is asked from other threads, as by work aside, is
 * passed on and not written down, since it reaches the room as an event. Safe from any thread.
 */
final class Outside {
    /** A stage that had not completed when it was returned. */
    static final String PENDING = "";

    /** The call threw. */
    static final String THREW = "!";

    /** Takes answers of calls that are made within an event. */
    interface Notes {
        /** Whether this thread runs the room now. */
        boolean within();

        void consulted(Entry.Question question, String about, String answer);
    }

    private Outside() {}

    private static <T> T ask(
            Notes notes, Entry.Question question, String about, Supplier<Asked<T>> call) {
        if (!notes.within()) {
            return call.get().value;
        }
        try {
            Asked<T> asked = call.get();
            notes.consulted(question, about, asked.answer);
            return asked.value;
        } catch (RuntimeException thrown) {
            notes.consulted(question, about, THREW);
            throw thrown;
        }
    }

    private record Asked<T>(T value, String answer) {
        static <C extends Enum<C>> Asked<CompletionStage<C>> of(CompletionStage<C> stage) {
            CompletableFuture<C> future = stage.toCompletableFuture();
            boolean known = future.isDone() && !future.isCompletedExceptionally();
            return new Asked<>(stage, known ? future.join().name() : PENDING);
        }
    }

    record RecordedRooms(Rooms rooms, Notes notes) implements Rooms {
        @Override
        public boolean exists(OwnerId room) {
            return ask(
                    notes,
                    Entry.Question.EXISTS,
                    room.toString(),
                    () -> {
                        boolean exists = rooms.exists(room);
                        return new Asked<>(exists, Boolean.toString(exists));
                    });
        }

        @Override
        public Creation create(OwnerId room, Bytes options) {
            return ask(
                    notes,
                    Entry.Question.CREATE,
                    room + " " + options,
                    () -> {
                        Creation creation = rooms.create(room, options);
                        return new Asked<>(creation, creation.name());
                    });
        }

        @Override
        public List<Listing> list(String type, Map<String, String> labels, int max) {
            return ask(
                    notes,
                    Entry.Question.LIST,
                    ListingsForm.question(type, labels, max),
                    () -> {
                        List<Listing> found = rooms.list(type, labels, max);
                        return new Asked<>(found, ListingsForm.text(found));
                    });
        }

        @Override
        public CompletionStage<Posted> post(OwnerId room, Object event) {
            return ask(
                    notes,
                    Entry.Question.POST,
                    room.toString(),
                    () -> Asked.of(rooms.post(room, event)));
        }
    }

    record RecordedAgents(Agents agents, Notes notes) implements Agents {
        @Override
        public CompletionStage<Sent> send(String account, Object notice) {
            return ask(
                    notes,
                    Entry.Question.SEND,
                    account,
                    () -> Asked.of(agents.send(account, notice)));
        }

        @Override
        public CompletionStage<Presence> presence(String account) {
            return ask(
                    notes,
                    Entry.Question.PRESENCE,
                    account,
                    () -> Asked.of(agents.presence(account)));
        }
    }
}
