package dev.cardea.server.client;

import dev.cardea.room.Agents;
import dev.cardea.service.Refusal;
import dev.cardea.service.Service;
import dev.cardea.wire.Id;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

/** A service that counts, waits, refuses and whispers. Safe from any thread. */
final class Desk {
    static final int COUNT = 1024;
    static final int WAIT = 1025;
    static final int REFUSE = 1026;
    static final int WHISPER = 1027;
    static final int ECHO = 1028;
    static final int REFUSED_STATUS = 601;

    /** How often each question was run. */
    final ConcurrentMap<String, Integer> runs = new ConcurrentHashMap<>();

    /** Down when a handler of WAIT was interrupted. */
    final CountDownLatch interrupted = new CountDownLatch(1);

    /** Down when a handler of WAIT has begun. */
    final CountDownLatch waiting = new CountDownLatch(1);

    record Ask(String text) {}

    record Answer(String text) {}

    record Whisper(String to, String text) {}

    /** What agents tell players. */
    sealed interface Notice {
        @Id(1)
        record Whispered(String from, String text) implements Notice {}
    }

    Service service() {
        return Service.define(
                "desk",
                routes -> {
                    Agents agents = routes.agents();
                    routes.on(COUNT, Ask.class, Answer.class, (caller, ask) -> count(ask));
                    routes.on(
                                    ECHO,
                                    Ask.class,
                                    Answer.class,
                                    (caller, ask) -> new Answer(ask.text()))
                            .idempotent();
                    routes.on(WAIT, Ask.class, Answer.class, (caller, ask) -> waitLong());
                    routes.inline(
                            REFUSE,
                            Ask.class,
                            Answer.class,
                            (caller, ask) -> {
                                throw new Refusal(REFUSED_STATUS, ask.text(), 250);
                            });
                    routes.on(
                            WHISPER,
                            Whisper.class,
                            Answer.class,
                            (caller, whisper) -> {
                                Notice notice = new Notice.Whispered(caller.name(), whisper.text());
                                return new Answer(
                                        agents.send(whisper.to(), notice)
                                                .toCompletableFuture()
                                                .join()
                                                .name());
                            });
                });
    }

    private Answer count(Ask ask) {
        return new Answer(ask.text() + runs.merge(ask.text(), 1, Integer::sum));
    }

    private Answer waitLong() throws InterruptedException {
        waiting.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
            interrupted.countDown();
            throw stop;
        }
        return new Answer("never");
    }
}
