package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cardea.server.RunningServer;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.ReplyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Section limits.room. */
@Timeout(60)
@ExtendWith(Trials.class)
class RoomEffectsIT {
    private static final String WATCHDOG = "dev.cardea.server.node.Watchdog";

    @Test
    @Effect("limits.room.rooms")
    void opensSoManyRooms(Trial trial) throws Exception {
        Guest guest = trial.signIn(trial.start("limits.room.rooms: 1"), "ann");
        assertThat(guest.reserve(Workshop.ROOM, "one")).isEqualTo(ReplyStatus.OK);
        assertThat(guest.reserve(Workshop.ROOM, "two")).isEqualTo(ReplyStatus.UNAVAILABLE);
    }

    @Test
    @Effect("limits.room.agents")
    void takesSessionsOfSoManyAccounts(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.room.agents: 1");
        trial.signIn(server, "ann").wire.await(Frame.Attached.class); // of its agent
        Frame.Close close = trial.signIn(server, "bob").wire.await(Frame.Close.class);
        assertThat(close.code()).isEqualTo(CloseCode.SERVER_FULL.number());
    }

    @Test
    @Effect("limits.room.sessions_per_account")
    void letsAnAccountHaveSoManySessions(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.room.sessions_per_account: 2");
        Guest first = trial.signIn(server, "ann");
        first.wire.await(Frame.Attached.class); // of the agent, which counts them
        Guest second = trial.signIn(server, "ann");
        second.wire.await(Frame.Attached.class);
        second.ping(1);
        first.ping(1);
        trial.signIn(server, "ann");
        assertThat(first.wire.await(Frame.Close.class).code())
                .isEqualTo(CloseCode.LOGGED_IN_ELSEWHERE.number());
        second.ping(1);
    }

    @Test
    @Effect("limits.room.asks")
    void doesSoMuchAside(Trial trial) throws Exception {
        Workshop workshop = new Workshop();
        RunningServer server = trial.start(workshop.game(), "limits.room.asks: 1");
        Guest guest = trial.signIn(server, "ann").join("one");
        guest.say(new Workshop.Input.AskTwice());
        assertThat(guest.line()).isEqualTo("no place");
        workshop.release.countDown();
        assertThat(guest.line()).isEqualTo("done");
    }

    @Test
    @Effect("limits.room.turn_budget")
    void saysWhichRoomTakesLongerThanItsBudget(Trial trial) throws Exception {
        Workshop workshop = new Workshop();
        RunningServer server = trial.start(workshop.game(), "limits.room.turn_budget: 10ms");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(WATCHDOG);
        logger.addAppender(log);
        Guest guest = trial.signIn(server, "ann").join("one");
        guest.say(new Workshop.Input.Hold());
        Trial.await("it is late", () -> Trial.figure(server, "node_rooms_late_total") > 0);
        workshop.release.countDown();
        assertThat(guest.line()).isEqualTo("let go");
        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(
                        message ->
                                assertThat(message)
                                        .startsWith(
                                                "room workshop/one at Input has not returned for"
                                                        + " 10 ms or more:")
                                        .contains("Workshop"));
    }
}
