package dev.cardea.testkit.room;

import dev.cardea.room.Rooms.Posted;
import dev.cardea.room.loop.Mail;
import dev.cardea.testkit.SimWorld;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * How the world outside answers a room: later, when the room's method has returned, so that nobody
 * takes for granted what a server would not do; but at once within the work of an ask, which may
 * wait for it. Confined to the test's thread.
 */
final class Outside {
    /** Things of each kind that are written down. */
    static final int KEPT_MAX = 100_000;

    private final SimWorld world;
    private final Consumer<Mail> mail;
    private boolean mayWait;

    Outside(SimWorld world, Consumer<Mail> mail) {
        this.world = world;
        this.mail = mail;
    }

    /** Whether what runs now may wait for an answer. */
    void mayWait(boolean may) {
        mayWait = may;
    }

    <T> CompletionStage<T> answer(T value) {
        if (mayWait) {
            return CompletableFuture.completedStage(value);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        world.after(0, () -> answer.complete(value));
        return answer.minimalCompletionStage();
    }

    CompletionStage<Posted> postToSelf(Object event) {
        if (mayWait) { // it might wait for a turn that cannot come while it does
            mail.accept(new Mail.Post(event, _ -> {}));
            return answer(Posted.DELIVERED);
        }
        CompletableFuture<Posted> answer = new CompletableFuture<>();
        mail.accept(new Mail.Post(event, answer::complete));
        return answer.minimalCompletionStage();
    }

    /** Holds the bound of what is written down. */
    void keep(List<?> kept) {
        if (kept.size() > KEPT_MAX) {
            throw new IllegalStateException(
                    "the room did more than " + KEPT_MAX + " things of one kind to others");
        }
    }
}
