package dev.cardea.testkit.room;

import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.testkit.SimWorld;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The work that a room has asked for. Confined to the test's thread.
 *
 * <p>It waits here until its time has passed ({@link RoomSetup#asksTake}), or until the test
 * answers it ({@link RoomSetup#asksByTest}, though it may in any case). What nobody answers within
 * ten seconds of the room's time is answered by its {@code orElse}.
 *
 * @param <E> the room's own events
 */
public final class RoomAsks<E> {
    private static final int THROWN_MAX = 1_000;

    private final RoomSetup.Asking asking;
    private final SimWorld world;
    private final Outside outside;
    private final Consumer<Mail> room;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final List<Throwable> thrown = new ArrayList<>();
    private Runnable settle = () -> {};

    private record Work(long ask, Callable<?> call) {}

    RoomAsks(RoomSetup.Asking asking, SimWorld world, Outside outside, Consumer<Mail> room) {
        this.asking = asking;
        this.world = world;
        this.outside = outside;
        this.room = room;
    }

    /** What is to be done when the test has answered. */
    void onAnswer(Runnable action) {
        settle = action;
    }

    Surroundings.Aside start(long ask, Callable<?> call) {
        Work work = new Work(ask, call);
        waiting.add(work);
        if (asking instanceof RoomSetup.Asking.After(var time)) {
            world.after(time.toNanos(), () -> runIfWaiting(work));
        }
        return () -> waiting.remove(work);
    }

    private void runIfWaiting(Work work) {
        if (waiting.remove(work)) {
            room.accept(new Mail.Answer(work.ask, run(work)));
        }
    }

    private @Nullable Object run(Work work) {
        outside.mayWait(true);
        try {
            return work.call.call();
        } catch (Throwable failed) { // whatever it is, the room's answer is its orElse
            if (thrown.size() < THROWN_MAX) {
                thrown.add(failed);
            }
            return null;
        } finally {
            outside.mayWait(false);
        }
    }

    /** Nobody waits for an answer any more. */
    void forget() {
        waiting.clear();
    }

    /** How many wait for an answer. */
    public int waiting() {
        return waiting.size();
    }

    /** What came out of work that failed, oldest first; the room got its {@code orElse}. */
    public List<Throwable> thrown() {
        return List.copyOf(thrown);
    }

    /** Does the work that waits longest, and gives the room what comes of it. */
    public void answerNext() {
        Work work = next();
        answer(work, run(work));
    }

    /** Gives the room {@code event} for what waits longest, whose work is not done. */
    public void answerNext(E event) {
        answer(next(), event);
    }

    /** What waits longest fails: the room gets its {@code orElse}. */
    public void failNext() {
        answer(next(), null);
    }

    private Work next() {
        Work work = waiting.poll();
        if (work == null) {
            throw new AssertionError("the room asks for nothing");
        }
        return work;
    }

    private void answer(Work work, @Nullable Object event) {
        room.accept(new Mail.Answer(work.ask, event));
        settle.run();
    }
}
