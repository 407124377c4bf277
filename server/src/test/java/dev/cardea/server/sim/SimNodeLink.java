package dev.cardea.server.sim;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.testkit.SimLink;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The node's end of one link in the simulation: takes its frames apart for the owners, and gives
 * each owner a way back. Confined to the node's loop.
 */
final class SimNodeLink implements LinkHandler {
    private static final long WAIT_NANOS = 20_000_000;
    private static final int OUTBOX_BYTES_MAX = 64 * 1024;

    private final SimNode node;
    private final SimLink link;
    private final String gateway;
    private final SimWatch watch;
    private final Map<Integer, LinkFrame.Open> sessions = new HashMap<>();
    private final Map<SimOwner, Port> ports = new LinkedHashMap<>();
    private final Map<Integer, SimOwner> owners = new HashMap<>();
    private final ByteBuf outbox = Unpooled.buffer();
    private int lastOwnerRef;
    private boolean spoken;
    private long eventsToLose;

    SimNodeLink(SimNode node, SimLink link, String gateway) {
        this.node = node;
        this.link = link;
        this.gateway = gateway;
        this.watch = new SimWatch(node.cluster());
    }

    String gateway() {
        return gateway;
    }

    boolean open() {
        return link.open();
    }

    /**
     * Loses EVENTs that go out, as a bug would, or a full queue.
     *
     * @param which bit 0 stands for the next one, bit 1 for the one after it, and so on
     */
    void loseEvents(long which) {
        eventsToLose = which;
    }

    @Override
    public void onRecords(ByteBuf records) {
        if (!spoken) {
            spoken = true;
            node.closeOlder(this);
        }
        while (records.isReadable() && link.open()) {
            int end = Records.enter(records);
            LinkFrame frame = LinkFrame.read(records);
            watch.heard(frame);
            read(frame, records);
            Records.leave(records, end);
        }
    }

    private void read(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Open open -> sessions.put(open.ref(), open);
            case LinkFrame.Shut shut -> {
                sessions.remove(shut.ref());
                ports.forEach((owner, port) -> owner.post(() -> owner.detach(port, shut.ref())));
            }
            case LinkFrame.Attach attach -> attach(attach);
            case LinkFrame.Detach detach -> {
                SimOwner owner = owners.get(detach.ownerRef());
                Port port = owner == null ? null : ports.get(owner);
                if (owner != null && port != null) {
                    owner.post(() -> owner.detach(port, detach.ref()));
                }
            }
            case LinkFrame.Input input -> input(input, Bytes.of(body));
            case LinkFrame.Request request -> {
                LinkFrame.Open who = session(request.ref());
                node.services().request(this, who, request, Bytes.of(body));
            }
            case LinkFrame.Cancel cancel -> node.cluster().count("cancelled");
            default -> throw new IllegalStateException("a gateway does not say " + frame);
        }
    }

    private LinkFrame.Open session(int ref) {
        LinkFrame.Open who = sessions.get(ref);
        if (who == null) {
            throw new IllegalStateException("no session has the number " + ref);
        }
        return who;
    }

    private void attach(LinkFrame.Attach attach) {
        LinkFrame.Open who = session(attach.ref());
        OwnerId id = OwnerId.parse(attach.owner());
        SimOwner owner = node.owner(id);
        if (owner == null && id.isAgent()) {
            owner = node.cluster().newAgent(node, id);
        }
        if (owner == null) {
            absent(attach);
            return;
        }
        SimOwner found = owner;
        Port port = ports.computeIfAbsent(found, this::newPort);
        found.post(() -> found.attach(port, port.ownerRef, who, attach));
    }

    /** Who does not know lets the question wait: the owner may come, or the link break. */
    private void absent(LinkFrame.Attach attach) {
        SimCluster cluster = node.cluster();
        if (cluster.decides(node)) {
            node.refuse(new Port(), attach, GoneReason.NO_SUCH_OWNER);
        } else {
            node.loop()
                    .after(
                            WAIT_NANOS,
                            () -> {
                                if (link.open() && sessions.containsKey(attach.ref())) {
                                    attach(attach);
                                }
                            });
        }
    }

    private Port newPort(SimOwner owner) {
        Port port = new Port();
        port.ownerRef = ++lastOwnerRef;
        owners.put(port.ownerRef, owner);
        return port;
    }

    private void input(LinkFrame.Input input, Bytes body) {
        SimOwner owner = owners.get(input.ownerRef());
        Port port = owner == null ? null : ports.get(owner);
        if (owner != null && port != null) {
            owner.post(() -> owner.input(port, input, body));
        }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritability(boolean writable) {
        pump();
    }

    @Override
    public void onClosed() {
        node.closed(this);
        watch.closed();
        ports.forEach((owner, port) -> owner.post(() -> owner.linkLost(port)));
    }

    /** Whether somebody behind it is in a replay. */
    boolean replaying() {
        return watch.replaying();
    }

    /** Whether {@code port} is an owner's way to this link. */
    boolean leadsTo(OwnerLink port) {
        return ports.containsValue(port);
    }

    /** Closes the link from this side. */
    void close() {
        link.close();
    }

    /** Answers a request, on the node's loop. */
    void reply(LinkFrame.Reply reply, byte[] body) {
        ByteBuf out = Unpooled.buffer();
        int mark = Records.begin(out);
        reply.write(out);
        out.writeBytes(body);
        Records.end(out, mark);
        send(out);
    }

    private void send(ByteBuf records) {
        ByteBuf kept = eventsToLose != 0 ? withoutEvents(records) : records;
        watch.said(kept);
        outbox.writeBytes(kept);
        kept.release();
        pump();
    }

    /** Hands over as many records as the link takes; the rest waits for it to take more. */
    private void pump() {
        while (link.open() && outbox.isReadable()) {
            int bytes = Records.bytesAt(outbox, outbox.readerIndex());
            ByteBuf record = outbox.copy(outbox.readerIndex(), bytes);
            if (link.offer(record) != Link.Offer.ACCEPTED) {
                record.release();
                node.cluster().count("link full");
                break;
            }
            outbox.skipBytes(bytes);
        }
        outbox.discardReadBytes();
        link.flush();
        if (outbox.readableBytes() > OUTBOX_BYTES_MAX) {
            node.cluster().count("outbox overrun");
            link.close();
        }
    }

    private ByteBuf withoutEvents(ByteBuf records) {
        ByteBuf kept = Unpooled.buffer();
        while (records.isReadable()) {
            int start = records.readerIndex();
            int end = Records.enter(records);
            boolean event = LinkFrame.read(records) instanceof LinkFrame.Event;
            int frameEnd = records.writerIndex();
            Records.leave(records, end);
            if (event && (eventsToLose & 1) != 0) {
                node.cluster().count("event lost on a live link");
            } else {
                kept.writeBytes(records, start, frameEnd - start);
            }
            eventsToLose = event ? eventsToLose >>> 1 : eventsToLose;
        }
        records.release();
        return kept;
    }

    /** One owner's way to this link. {@link #batch} is the owner's, the rest the node's. */
    private final class Port implements OwnerLink {
        private int ownerRef;
        private @Nullable ByteBuf batch;

        @Override
        public ByteBuf batch() {
            ByteBuf open = batch;
            if (open == null) {
                open = Unpooled.buffer();
                batch = open;
            }
            return open;
        }

        @Override
        public void flush() {
            ByteBuf full = batch;
            batch = null;
            if (full != null) {
                node.loop().execute(() -> send(full));
            }
        }

        @Override
        public boolean writable() {
            return link.writable();
        }
    }
}
