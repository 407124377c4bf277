package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.Agents;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.CloseCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentsTest {
    private final NodeTable table = new NodeTable();
    private final GatewayDouble gateway = table.link();

    private void signIn(int ref, String account) {
        gateway.open(ref, account);
        gateway.attach(ref, "");
        table.settle();
    }

    private Agents.Sent send(String account, String text) {
        var sent = table.node.agents().send(account, new Talk.Notice.Whisper(text));
        table.settle();
        return sent.toCompletableFuture().join();
    }

    private Agents.Presence presence(String account) {
        var presence = table.node.agents().presence(account);
        table.settle();
        return presence.toCompletableFuture().join();
    }

    private List<String> whispers() {
        return gateway.bodies(LinkFrame.Event.class).stream()
                .map(body -> ((Talk.Notice.Whisper) NodeTable.NOTICE.decode(body)).text())
                .toList();
    }

    @Test
    void givesASessionItsAgentWithoutJoining() {
        signIn(1, "ann");
        LinkFrame.Attached attached = gateway.last(LinkFrame.Attached.class);
        assertThat(attached.owner()).isEqualTo("agent/ann");
        assertThat(attached.fresh()).isTrue();
        assertThat(table.node.agentCount()).isEqualTo(1);
    }

    @Test
    void bringsANoticeToTheAccount() {
        signIn(1, "ann");
        assertThat(send("ann", "hi")).isEqualTo(Agents.Sent.DELIVERED);
        assertThat(send("bob", "hi")).isEqualTo(Agents.Sent.ABSENT);
        assertThat(whispers()).containsExactly("hi");
        assertThatThrownBy(() -> table.node.agents().send("ann", "a string"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesANoticeThatCannotBeSaidAndKeepsTheAgent() {
        signIn(1, "ann");
        assertThatThrownBy(() -> send("ann", "x".repeat(5000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(presence("ann")).isEqualTo(Agents.Presence.ONLINE);
        assertThat(gateway.all(LinkFrame.Gone.class)).isEmpty();
    }

    @Test
    void keepsANoticeForASessionThatIsAwayForAMoment() {
        signIn(1, "ann");
        LinkFrame.Attached at = gateway.last(LinkFrame.Attached.class);
        gateway.send(new LinkFrame.Shut(1));
        table.settle();
        assertThat(presence("ann")).isEqualTo(Agents.Presence.AWAY);
        assertThat(send("ann", "you there?")).isEqualTo(Agents.Sent.DELIVERED);
        gateway.forget();
        gateway.open(2, new SessionId(0, 1), 2, "ann");
        gateway.attach(2, "", Position.at(at.epoch(), at.seat(), at.seq()));
        table.settle();
        assertThat(gateway.last(LinkFrame.Attached.class).fresh()).isFalse();
        assertThat(gateway.all(LinkFrame.Replay.class)).hasSize(1);
    }

    @Test
    void isGoneAMinuteAfterTheLastSession() {
        signIn(1, "ann");
        assertThat(presence("ann")).isEqualTo(Agents.Presence.ONLINE);
        gateway.send(new LinkFrame.Shut(1));
        table.pass(Duration.ofSeconds(61));
        assertThat(presence("ann")).isEqualTo(Agents.Presence.ABSENT);
        assertThat(table.node.agentCount()).isZero();
    }

    @Test
    void endsTheOlderLogin() {
        signIn(1, "ann");
        signIn(2, "ann");
        LinkFrame.Kick kick = gateway.last(LinkFrame.Kick.class);
        assertThat(kick.ref()).isEqualTo(1);
        assertThat(kick.code()).isEqualTo(CloseCode.LOGGED_IN_ELSEWHERE.number());
        assertThat(send("ann", "hi")).isEqualTo(Agents.Sent.DELIVERED);
        assertThat(gateway.all(LinkFrame.Kick.class)).hasSize(1);
    }

    @Test
    void doesNotLetAnEndedLoginComeBackByItself() {
        signIn(1, "ann");
        gateway.send(new LinkFrame.Shut(1));
        signIn(2, "ann");
        gateway.forget();
        gateway.open(3, new SessionId(0, 1), 2, "ann");
        gateway.attach(3, "");
        table.settle();
        LinkFrame.Kick kick = gateway.last(LinkFrame.Kick.class);
        assertThat(kick.ref()).isEqualTo(3);
        assertThat(presence("ann")).isEqualTo(Agents.Presence.ONLINE);
        assertThat(gateway.all(LinkFrame.Kick.class)).hasSize(1);
    }

    @Test
    void allowsAsManyLoginsAsItIsTold() {
        NodeTable two = new NodeTable(NodeLimits.DEFAULT.withLogins(2));
        GatewayDouble link = two.link();
        for (int ref = 1; ref <= 3; ref++) {
            link.open(ref, "ann");
            link.attach(ref, "");
            two.settle();
        }
        assertThat(link.all(LinkFrame.Kick.class)).hasSize(1);
        assertThat(link.last(LinkFrame.Kick.class).ref()).isEqualTo(1);
    }

    @Test
    void closesASessionThatIsOneAccountTooMany() {
        NodeTable small = new NodeTable(NodeLimits.DEFAULT.withAgents(1));
        GatewayDouble link = small.link();
        link.open(1, "ann");
        link.attach(1, "");
        link.open(2, "bob");
        link.attach(2, "");
        small.settle();
        assertThat(link.last(LinkFrame.Kick.class).ref()).isEqualTo(2);
        assertThat(link.last(LinkFrame.Kick.class).code())
                .isEqualTo(CloseCode.SERVER_FULL.number());
    }

    @Test
    void takesNoInputsNotEvenALeave() {
        signIn(1, "ann");
        int ownerRef = gateway.last(LinkFrame.Attached.class).ownerRef();
        gateway.offer(new LinkFrame.Input(1, ownerRef, false, 1, 1), out -> out.writeByte(0));
        gateway.flush();
        table.settle();
        assertThat(gateway.last(LinkFrame.Kick.class).code())
                .isEqualTo(CloseCode.PROTOCOL_ERROR.number());
    }

    @Test
    void makesAnAgentAnewForASessionThatComesAsTheOldOneEnds() {
        signIn(1, "ann");
        gateway.send(new LinkFrame.Shut(1));
        table.pass(Duration.ofMillis(59_990));
        for (int ref = 2; ref < 40; ref++) {
            gateway.open(ref, "ann");
            gateway.attach(ref, "");
            gateway.send(new LinkFrame.Shut(ref));
            table.pass(Duration.ofMillis(1));
        }
        signIn(99, "ann");
        assertThat(gateway.last(LinkFrame.Attached.class).ref()).isEqualTo(99);
        assertThat(presence("ann")).isEqualTo(Agents.Presence.ONLINE);
    }
}
