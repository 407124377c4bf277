package dev.cardea.server.node;

import dev.cardea.room.Agents;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.OwnerId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The agents of this node. Safe from any thread. */
final class LocalAgents implements Agents {
    private final Node node;
    private final NodeSetup.Notices<?> notices;

    LocalAgents(Node node, NodeSetup.Notices<?> notices) {
        this.node = node;
        this.notices = notices;
    }

    @Override
    public CompletionStage<Sent> send(String account, Object notice) {
        notices.check(notice, node.limits().bodyBytesMax());
        if (!OwnerId.isKey(account)) {
            return CompletableFuture.completedFuture(Sent.ABSENT);
        }
        return LocalRooms.post(node, OwnerId.agent(account), new AgentEvent.Notice(notice))
                .thenApply(
                        posted ->
                                switch (posted) {
                                    case DELIVERED -> Sent.DELIVERED;
                                    case ABSENT -> Sent.ABSENT;
                                    case FULL -> Sent.FULL;
                                });
    }

    @Override
    public CompletionStage<Presence> presence(String account) {
        CompletableFuture<Presence> presence = new CompletableFuture<>();
        RoomHost agent =
                OwnerId.isKey(account) ? node.directory().find(OwnerId.agent(account)) : null;
        if (agent == null) {
            presence.complete(Presence.ABSENT);
            return presence;
        }
        switch (agent.postEvent(new Mail.Count(who -> presence.complete(of(who))))) {
            case CLOSED -> presence.complete(Presence.ABSENT);
            // It is there, and has more to do than it can: somebody is talking to it.
            case FULL -> presence.complete(Presence.ONLINE);
            case QUEUED, WAKE -> {}
        }
        return presence;
    }

    private static Presence of(Mail.Headcount who) {
        if (who.attached() > 0) {
            return Presence.ONLINE;
        }
        return who.members() > 0 ? Presence.AWAY : Presence.ABSENT;
    }
}
