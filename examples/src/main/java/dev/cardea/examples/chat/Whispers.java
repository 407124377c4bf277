package dev.cardea.examples.chat;

import dev.cardea.room.Agents;
import dev.cardea.service.Caller;
import dev.cardea.service.Refusal;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import dev.cardea.wire.ReplyStatus;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/**
 * Whispers from player to player, wherever either of them is. Immutable; called by many threads.
 *
 * <p>A whisper is a request to a service, so its sender gets an answer. It goes to the agent of the
 * other player: the stream that every session has, whatever rooms it is in.
 */
public final class Whispers {
    /** The route of {@link Whisper}. */
    public static final int ROUTE = Routes.FIRST;

    /** Tell {@code text} to the player of that account. */
    public record Whisper(@Max(256) String to, @Max(3 * Chat.TEXT_CHARS_MAX) String text) {}

    /** What became of a whisper. {@code delivered} is false if the player is not there. */
    public record Told(boolean delivered) {}

    /** All that this service sends to players through their agents. */
    public sealed interface Notice {
        /** {@code from} whispered to {@code to}: both get it. {@code atMillis} is Unix time. */
        @Id(1)
        record Whispered(String from, String name, String to, String text, long atMillis)
                implements Notice {}
    }

    private final Agents agents;
    private final Clock clock;

    private Whispers(Agents agents, Clock clock) {
        this.agents = agents;
        this.clock = clock;
    }

    /** The service, on {@code clock}. */
    public static Service service(Clock clock) {
        return Service.define(
                "whispers",
                routes -> {
                    Whispers whispers = new Whispers(routes.agents(), clock);
                    routes.on(ROUTE, Whisper.class, Told.class, whispers::whisper);
                });
    }

    private Told whisper(Caller from, Whisper whisper)
            throws InterruptedException, ExecutionException {
        String text = whisper.text().strip();
        if (text.isEmpty() || text.length() > Chat.TEXT_CHARS_MAX) {
            throw new Refusal(
                    ReplyStatus.BAD_REQUEST,
                    "a whisper has 1 to " + Chat.TEXT_CHARS_MAX + " characters");
        }
        Notice notice =
                new Notice.Whispered(
                        from.account(), from.name(), whisper.to(), text, clock.millis());
        return switch (send(whisper.to(), notice)) {
            case DELIVERED -> {
                send(from.account(), notice); // the sender's other devices show it too
                yield new Told(true);
            }
            case ABSENT -> new Told(false);
            case FULL -> throw new Refusal(ReplyStatus.BUSY, "too much is whispered to them");
        };
    }

    private Agents.Sent send(String account, Notice notice)
            throws InterruptedException, ExecutionException {
        return agents.send(account, notice).toCompletableFuture().get();
    }
}
