package dev.cardea.server.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds rooms that do not return. Confined to the thread that runs it, once in each budget: a
 * worker that shows the same turn and the same progress as the time before has spent a whole budget
 * on one event. It is logged with its stack then, and again whenever the time has doubled.
 */
final class Watchdog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final List<Seen> seen = new ArrayList<>();
    private final long budgetMillis;

    Watchdog(List<FixedWorkers.Worker> workers, long budgetMillis) {
        workers.forEach(worker -> seen.add(new Seen(worker)));
        this.budgetMillis = budgetMillis;
    }

    /** What a worker showed the last time. */
    private static final class Seen {
        private final FixedWorkers.Worker worker;
        private @Nullable Runnable turn;
        private int progress;
        private int times;

        Seen(FixedWorkers.Worker worker) {
            this.worker = worker;
        }
    }

    @Override
    public void run() {
        for (Seen one : seen) {
            if (one.worker.turn() instanceof Watched turn) {
                look(one, turn);
            } else {
                one.turn = null;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same turn, not an equal one
    private void look(Seen one, Watched turn) {
        int progress = turn.progress();
        if (one.turn != turn || one.progress != progress) {
            one.turn = (Runnable) turn;
            one.progress = progress;
            one.times = 0;
            return;
        }
        one.times++;
        if (Integer.bitCount(one.times) == 1) {
            long millis = one.times * budgetMillis;
            turn.late(millis);
            LOG.warn(
                    "{} has not returned for {} ms or more:{}",
                    turn.doing(),
                    millis,
                    stack(one.worker.getStackTrace()));
        }
    }

    private static String stack(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(frames.length, 20); i++) {
            text.append("\n    at ").append(frames[i]);
        }
        return text.toString();
    }
}
