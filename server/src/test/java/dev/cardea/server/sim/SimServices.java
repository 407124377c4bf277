package dev.cardea.server.sim;

import dev.cardea.service.RequestMemory;
import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.history.Fact;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services of one node in the simulation, behind the real {@link RequestMemory}. Confined to
 * the node's loop.
 */
final class SimServices {
    /** Gives a seat; idempotent. */
    static final int JOIN = 1;

    /** Must not run twice, and is answered UNKNOWN_OUTCOME where nobody knows. */
    static final int PLAIN = 1024;

    /** May run twice. */
    static final int IDEMPOTENT = 1025;

    /** Takes effect once, wherever it runs. */
    static final int DURABLE = 1026;

    private static final long COMPUTING_NANOS_MAX = 30_000_000;

    private final SimNode node;
    private final SimCluster cluster;
    private final Map<SessionId, RequestMemory<List<Asker>>> memories = new HashMap<>();

    private final Set<String> retried = new HashSet<>();

    /** Who waits for a reply. */
    private record Asker(SimNodeLink link, int ref) {}

    SimServices(SimNode node) {
        this.node = node;
        this.cluster = node.cluster();
    }

    /** A request, first copy or not. */
    void request(SimNodeLink link, LinkFrame.Open who, LinkFrame.Request request, Bytes body) {
        noteOrder(who, request);
        RequestMemory<List<Asker>> memory =
                memories.computeIfAbsent(who.session(), session -> new RequestMemory<>());
        Asker asker = new Asker(link, request.ref());
        List<Asker> askers = new ArrayList<>(List.of(asker));
        boolean repeatable = request.route() != PLAIN;
        long now = cluster.world().nanos();
        int correlation = request.correlation();
        switch (memory.admit(correlation, request.retry(), repeatable, askers, now)) {
            case RequestMemory.Step.Answer<List<Asker>> known -> {
                cluster.count("request answered from memory");
                if (known.reply().status() == ReplyStatus.UNKNOWN_OUTCOME && request.retry()) {
                    cluster.saw(Scenario.RETRY_AT_A_NODE_THAT_KNOWS_NOTHING);
                }
                answer(asker, correlation, known.reply());
            }
            case RequestMemory.Step.Join<List<Asker>> running -> {
                cluster.count("request joined by its retry");
                running.computing().add(asker);
            }
            case RequestMemory.Step.Busy<List<Asker>> busy ->
                    answer(asker, correlation, reply(ReplyStatus.BUSY, new byte[0]));
            case RequestMemory.Step.Run<List<Asker>> run -> run(memory, who, request, body);
        }
    }

    private void noteOrder(LinkFrame.Open who, LinkFrame.Request request) {
        String name = who.session() + "#" + request.correlation();
        if (request.retry()) {
            retried.add(name);
        } else if (retried.contains(name)) {
            cluster.saw(Scenario.RETRY_OVERTAKES_ITS_FIRST_COPY);
        }
    }

    private void run(
            RequestMemory<List<Asker>> memory,
            LinkFrame.Open who,
            LinkFrame.Request request,
            Bytes body) {
        int correlation = request.correlation();
        String client = who.session().toString();
        switch (request.route()) {
            case JOIN -> join(memory, who, correlation, body);
            case DURABLE -> {
                cluster.count("request run");
                if (cluster.takeEffect(client, correlation)) {
                    cluster.tell(new Fact.Ran(client, correlation));
                }
                settleLater(memory, correlation);
            }
            default -> {
                cluster.count("request run");
                cluster.tell(new Fact.Ran(client, correlation));
                settleLater(memory, correlation);
            }
        }
    }

    private void settleLater(RequestMemory<List<Asker>> memory, int correlation) {
        long wait = cluster.world().between(0, COMPUTING_NANOS_MAX);
        Remembered done = reply(ReplyStatus.OK, new byte[0]);
        node.loop().after(wait, () -> settle(memory, correlation, done));
    }

    private void join(
            RequestMemory<List<Asker>> memory, LinkFrame.Open who, int correlation, Bytes body) {
        ByteBuf read = Unpooled.wrappedBuffer(body.toArray());
        OwnerId id = new OwnerId(Utf8.read(read, 32), Utf8.read(read, 64));
        SimOwner owner = cluster.room(node, id);
        if (owner == null) {
            settle(memory, correlation, reply(ReplyStatus.UNAVAILABLE, new byte[0]));
            return;
        }
        ByteBuf named = Unpooled.buffer();
        Utf8.write(named, id.toString());
        byte[] answer = ByteBufUtil.getBytes(named);
        owner.post(
                () -> {
                    owner.join(who.session(), who.who());
                    node.loop()
                            .execute(
                                    () ->
                                            settle(
                                                    memory,
                                                    correlation,
                                                    reply(ReplyStatus.OK, answer)));
                });
    }

    private Remembered reply(int status, byte[] body) {
        return new Remembered(status, 0, body, cluster.world().nanos());
    }

    private void settle(RequestMemory<List<Asker>> memory, int correlation, Remembered reply) {
        @Nullable List<Asker> askers = memory.computing(correlation);
        if (askers != null && memory.settle(correlation, askers, reply)) {
            askers.forEach(asker -> answer(asker, correlation, reply));
        }
    }

    private static void answer(Asker asker, int correlation, Remembered reply) {
        asker.link()
                .reply(
                        new LinkFrame.Reply(
                                asker.ref(), correlation, reply.status(), reply.retryAfterMillis()),
                        reply.body());
    }
}
