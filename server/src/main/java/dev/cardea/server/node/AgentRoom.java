package dev.cardea.server.node;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Protocol;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agent of an account: a room whose members are the account's sessions. Confined to the room.
 *
 * <p>One more session than the account may have ends the oldest. It is remembered, so that it does
 * not come back by itself and end the newer in turn, as a phone would that was in a tunnel.
 */
final class AgentRoom<N> implements Room<None, AgentEvent> {
    private static final String ELSEWHERE = "the account signed in elsewhere";

    /** Sessions remembered as ended. */
    private static final int ENDED_MAX = 8;

    private final Stage<N, AgentEvent> stage;
    private final int loginsMax;
    private @Nullable ArrayDeque<SessionId> ended;

    AgentRoom(Stage<N, AgentEvent> stage, int loginsMax) {
        this.stage = stage;
        this.loginsMax = loginsMax;
    }

    /** How agents are made: without members they are over at once. */
    static <N> RoomType<None, N, AgentEvent> type(Protocol<N> notices, int loginsMax) {
        Function<Stage<N, AgentEvent>, AgentRoom<N>> maker =
                stage -> new AgentRoom<>(stage, loginsMax);
        return RoomType.of(OwnerId.AGENT_TYPE, maker)
                .inputs(None.class)
                .outputs(notices)
                .events(AgentEvent.class)
                .seats(loginsMax + ENDED_MAX)
                .closesWhenEmptyFor(Duration.ZERO);
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        return ended != null && ended.contains(who.session())
                ? Verdict.refuse(ELSEWHERE)
                : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        List<Member> members = stage.members();
        for (Member oldest : members.subList(0, Math.max(0, members.size() - loginsMax))) {
            remember(oldest.session());
            stage.kick(oldest, ELSEWHERE);
        }
    }

    private void remember(SessionId session) {
        if (ended == null) {
            ended = new ArrayDeque<>(ENDED_MAX);
        }
        if (ended.size() == ENDED_MAX) {
            ended.removeFirst();
        }
        ended.addLast(session);
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {}

    @Override
    public void onInput(Member from, None input) {}

    @Override
    @SuppressWarnings("unchecked") // checked against the family where it was sent
    public void onEvent(AgentEvent event) {
        switch (event) {
            case AgentEvent.Notice(Object notice) -> stage.broadcast((N) notice);
        }
    }
}
