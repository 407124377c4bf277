package dev.cardea.server.node;

import dev.cardea.net.link.MemoryLink;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomType;
import dev.cardea.service.Service;
import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** A node in virtual time, with links in the hands of the test. Confined to the test. */
final class NodeTable {
    static final Protocol<Talk.Say> SAY = Protocol.of(Talk.Say.class);
    static final Protocol<Talk.Heard> HEARD = Protocol.of(Talk.Heard.class);
    static final Protocol<Talk.Notice> NOTICE = Protocol.of(Talk.Notice.class);
    static final Codec<RoomRequests.Join> JOIN = Codecs.of(RoomRequests.Join.class);

    final SimWorld world = new SimWorld(1);
    final Talk.Log log = new Talk.Log();

    /** Blocking tasks that no thread has taken yet. */
    final ArrayDeque<Runnable> blocking = new ArrayDeque<>();

    /** Whether there are no threads for blocking tasks. */
    boolean rejecting;

    final Node node;
    final SimLoop loop = world.loop("link");
    private int correlation;
    private int gateways;

    NodeTable(Service... services) {
        this(NodeLimits.DEFAULT, services);
    }

    NodeTable(NodeLimits limits, Service... services) {
        this(limits, log -> List.of(Talk.type(log)), services);
    }

    /** A node with those types of rooms. */
    NodeTable(
            NodeLimits limits,
            Function<Talk.Log, List<RoomType<?, ?, ?>>> types,
            Service... services) {
        node =
                new Node(
                        new NodeSetup(
                                types.apply(log),
                                NodeSetup.Notices.of(Talk.Notice.class),
                                List.of(services),
                                limits,
                                RoomWorkers.on(world.loop("rooms")),
                                this::block,
                                new SplittableRandom(1)));
    }

    private void block(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("as asked");
        }
        blocking.add(task);
    }

    /** A new link of another gateway, on the loop that all links here share. */
    GatewayDouble link() {
        return link(1 << 20);
    }

    /** The same, on which {@code bytesMax} bytes may wait. */
    GatewayDouble link(int bytesMax) {
        gateways++;
        return link("gateway " + gateways, bytesMax);
    }

    /** A new link of that gateway. */
    GatewayDouble link(String gateway) {
        return link(gateway, 1 << 20);
    }

    private GatewayDouble link(String gateway, int bytesMax) {
        List<GatewayDouble> made = new ArrayList<>();
        MemoryLink.join(
                loop,
                bytesMax,
                near -> {
                    made.add(new GatewayDouble(near));
                    return made.getFirst();
                },
                far -> node.connect(gateway, far, loop));
        return made.getFirst();
    }

    /** Lets everything happen that is under way. */
    void settle() {
        pass(Duration.ofMillis(1));
    }

    void pass(Duration time) {
        world.runFor(time.toNanos());
    }

    /** Runs the blocking tasks that wait. */
    void runBlocking() {
        for (Runnable task = blocking.poll(); task != null; task = blocking.poll()) {
            task.run();
        }
        settle();
    }

    /** Sends a request; its correlation. */
    int request(
            GatewayDouble gateway, int ref, int route, java.util.function.Consumer<ByteBuf> body) {
        correlation++;
        repeat(gateway, new LinkFrame.Request(ref, correlation, false, 0, route), body);
        return correlation;
    }

    void repeat(
            GatewayDouble gateway,
            LinkFrame.Request frame,
            java.util.function.Consumer<ByteBuf> body) {
        gateway.offer(frame, body);
        gateway.flush();
        settle();
    }

    /** Asks for a seat in {@code talk/key}; the reply's status. */
    int join(GatewayDouble gateway, int ref, String key) {
        return join(gateway, ref, "talk", key);
    }

    /** Asks for a seat in {@code type/key}; the reply's status. */
    int join(GatewayDouble gateway, int ref, String type, String key) {
        RoomRequests.Join join = new RoomRequests.Join(type, key, Bytes.EMPTY);
        request(gateway, ref, 1, out -> JOIN.encode(join, out));
        return gateway.last(LinkFrame.Reply.class).status();
    }

    /** Joins and attaches. */
    void enter(GatewayDouble gateway, int ref, String key) {
        join(gateway, ref, key);
        gateway.attach(ref, "talk/" + key);
        settle();
    }

    /** Says something in the room that {@code ref} attached to last. */
    void say(GatewayDouble gateway, int ref, int n, String text) {
        LinkFrame.Attached attached =
                gateway.all(LinkFrame.Attached.class).stream()
                        .filter(a -> a.ref() == ref)
                        .toList()
                        .getLast();
        gateway.offer(
                new LinkFrame.Input(ref, attached.ownerRef(), false, attached.seat() & 0xFF, n),
                out -> SAY.encode(new Talk.Say.Line(text), out));
    }

    /** What rooms said to this gateway, as "by: text". */
    static List<String> heard(GatewayDouble gateway) {
        return gateway.bodies(LinkFrame.Event.class).stream()
                .map(body -> (Talk.Heard.Line) HEARD.decode(body))
                .map(line -> line.by() + ": " + line.text())
                .toList();
    }

    static String text(ByteBuf body) {
        return new String(ByteBufUtil.getBytes(body), java.nio.charset.StandardCharsets.UTF_8);
    }
}
