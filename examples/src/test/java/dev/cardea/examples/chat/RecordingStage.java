package dev.cardea.examples.chat;

import dev.cardea.room.Agents;
import dev.cardea.room.Cell;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** A stage that writes down what a room says. Its time stands still until a test moves it. */
final class RecordingStage<O> implements Stage<O, None> {
    /** One thing said; {@code to} is "all" or a name. */
    record Said<O>(String to, O message, Delivery delivery) {}

    /** A member who is there, or not. */
    static final class Guest implements Member {
        private final long id;
        private final String name;
        boolean attached = true;

        Guest(long id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public String account() {
            return "dev:" + name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public SessionId session() {
            return new SessionId(0, id);
        }

        @Override
        public boolean attached() {
            return attached;
        }
    }

    final List<Member> members = new ArrayList<>();
    final List<Said<O>> said = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** All that was said since the last call. */
    List<Said<O>> heard() {
        List<Said<O>> heard = List.copyOf(said);
        said.clear();
        return heard;
    }

    /** The messages alone, of all that was said since the last call. */
    List<O> messages() {
        return heard().stream().map(Said::message).toList();
    }

    @Override
    public void send(Member to, O message, Delivery delivery) {
        said.add(new Said<>(to.name(), message, delivery));
    }

    @Override
    public void broadcast(O message, Delivery delivery) {
        said.add(new Said<>("all", message, delivery));
    }

    @Override
    public <R> Table<R> table(TableType<R> type) {
        throw new AssertionError("a chat has no tables");
    }

    @Override
    public <R> Cell<R> cell(String name, R initial) {
        return new Cell<>() {
            private R value = initial;

            @Override
            public R get() {
                return value;
            }

            @Override
            public void set(R value) {
                this.value = value;
            }
        };
    }

    @Override
    public List<Member> members() {
        return List.copyOf(members);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(String name, Duration delay, None event) {
        throw unused();
    }

    @Override
    public void cancel(String name) {
        throw unused();
    }

    @Override
    public void ask(None orElse, Callable<? extends None> work) {
        throw unused();
    }

    @Override
    public void label(String name, String value) {
        throw new UnsupportedOperationException("a chat is not listed");
    }

    @Override
    public void hide(boolean hidden) {
        throw new UnsupportedOperationException("a chat is not listed");
    }

    @Override
    public void groups(Member who, int... groups) {
        throw new UnsupportedOperationException("a chat has no tables");
    }

    @Override
    public void lookFrom(Member who, double x, double y) {
        throw new UnsupportedOperationException("a chat has no tables");
    }

    @Override
    public RandomGenerator random() {
        throw unused();
    }

    @Override
    public void kick(Member member, String why) {
        throw unused();
    }

    @Override
    public void close(String why) {
        throw unused();
    }

    @Override
    public Rooms rooms() {
        throw unused();
    }

    @Override
    public Agents agents() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("a chat channel does not use this");
    }
}
