package dev.cardea.server.node;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Codec;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Records;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's end of one link. Confined to the link's loop, but for {@link #post} and {@link
 * #writable}.
 *
 * <p>Up: frames are read where they lie. Inputs are decoded here and go to the rooms' mailboxes as
 * records, requests to the {@link RequestDesk}; no buffer leaves the loop.
 *
 * <p>Down: what the loop itself says is written to one batch; what rooms and handlers say comes
 * through the {@link Outbox}. If the link takes no more, batches wait in a backlog; beyond its
 * bound the link is closed, and the gateway's sessions attach again.
 */
final class NodeLink implements LinkHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
    private static final int BATCH_BYTES = 4096;
    private static final int BATCH_BYTES_FULL = 64 * 1024;

    private final Node node;
    private final String gateway;
    private final Link link;
    private final Loop loop;
    private final IntObjectHashMap<OpenSession> sessions = new IntObjectHashMap<>();
    private final LinkAttachments attachments;
    private final RequestDesk desk;
    private final Outbox outbox = new Outbox();
    private final ArrayDeque<ByteBuf> backlog = new ArrayDeque<>(0);
    private int backlogBytes;
    private @Nullable ByteBuf batch;
    private volatile boolean writable = true;

    /** Bytes that rooms gave it and that were not offered to the link yet. */
    private final AtomicInteger posted = new AtomicInteger();

    private long turnNanos;
    private boolean spoken;
    private boolean closed;

    NodeLink(Node node, String gateway, Link link, Loop loop) {
        this.node = node;
        this.gateway = gateway;
        this.link = link;
        this.loop = loop;
        this.attachments = new LinkAttachments(node, this);
        this.desk = new RequestDesk(node, this, loop);
    }

    /** Which loop of which gateway is at the other end. */
    String gateway() {
        return gateway;
    }

    // ---- from the gateway ----

    @Override
    public void onRecords(ByteBuf records) {
        turnNanos = loop.nanos();
        if (!spoken) {
            spoken = true;
            node.closeOlder(this);
        }
        try {
            while (records.isReadable() && !closed) {
                int end = Records.enter(records);
                handle(LinkFrame.read(records), records);
                Records.leave(records, end);
            }
        } catch (MalformedException broken) {
            link.close(); // only a gateway of another build can do that
        } catch (Throwable bug) { // what is behind it would be lost without a word
            LOG.error("a link is closed: what came by it could not be handled", bug);
            link.close();
        }
    }

    private void handle(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Input input -> input(input, body);
            case LinkFrame.Request request -> {
                OpenSession from = sessions.get(request.ref());
                if (from != null) {
                    desk.request(from, request, body);
                }
            }
            case LinkFrame.Attach attach -> {
                OpenSession from = sessions.get(attach.ref());
                if (from != null) {
                    attachments.attach(from, attach);
                }
            }
            case LinkFrame.Open open -> sessions.put(open.ref(), new OpenSession(open));
            case LinkFrame.Shut(int ref) -> shut(ref);
            case LinkFrame.Detach(int ref, int ownerRef) -> {
                OpenSession from = sessions.get(ref);
                if (from != null) {
                    attachments.detach(from, ownerRef);
                }
            }
            case LinkFrame.Cancel(int ref, int correlation) -> {
                OpenSession from = sessions.get(ref);
                if (from != null) {
                    desk.cancel(from, correlation);
                }
            }
            default -> throw MalformedException.of(MalformedException.Kind.UNKNOWN_ID);
        }
    }

    private void input(LinkFrame.Input input, ByteBuf body) {
        OpenSession from = sessions.get(input.ref());
        if (from != null) {
            attachments.input(from, input, body);
        }
    }

    private void shut(int ref) {
        OpenSession gone = sessions.remove(ref);
        if (gone != null) {
            attachments.detachAll(gone);
            gone.close();
        }
    }

    @Override
    public void onReadComplete() {
        desk.start();
        attachments.runRooms();
        flush();
    }

    @Override
    public void onWritability(boolean nowWritable) {
        if (nowWritable) {
            sendBacklog();
            link.flush();
        }
        writable = nowWritable && backlog.isEmpty();
    }

    @Override
    public void onClosed() {
        closed = true;
        writable = false;
        desk.start();
        attachments.linkLost();
        sessions.values().forEach(OpenSession::close);
        sessions.clear();
        if (batch != null) {
            batch.release();
            batch = null;
        }
        backlog.forEach(ByteBuf::release);
        backlog.clear();
        for (Outbox.Item item = outbox.close(); item != null; item = item.next) {
            drop(item);
        }
        node.forget(this);
    }

    private static void drop(Outbox.Item item) {
        if (item.batch != null) {
            item.batch.release();
        }
    }

    // ---- to the gateway, on the loop ----

    /** When the records arrived that are being handled; a clock read for each would cost more. */
    long turnNanos() {
        return turnNanos;
    }

    /** Writes a reply. */
    void reply(int ref, int correlation, Remembered reply) {
        ByteBuf out = batch();
        int mark = Records.begin(out);
        new LinkFrame.Reply(ref, correlation, reply.status(), reply.retryAfterMillis()).write(out);
        out.writeBytes(reply.body());
        Records.end(out, mark);
    }

    /**
     * Writes a reply with a value, encoded where it is sent from, and tells what to remember.
     *
     * <p>What the codec throws comes out of it; nothing was written then.
     */
    <A> Remembered reply(LinkFrame.Request request, Codec<A> codec, A answer) {
        ByteBuf out = batch();
        int mark = Records.begin(out);
        try {
            new LinkFrame.Reply(request.ref(), request.correlation(), ReplyStatus.OK, 0).write(out);
            int start = out.writerIndex();
            codec.encode(answer, out);
            byte[] body = ByteBufUtil.getBytes(out, start, out.writerIndex() - start);
            Replies.check(body.length, node.limits().bodyBytesMax());
            Records.end(out, mark);
            return new Remembered(ReplyStatus.OK, 0, body, turnNanos);
        } catch (Throwable unspeakable) { // half of it would break the link for all
            out.writerIndex(mark);
            throw unspeakable;
        }
    }

    /** Answers an ATTACH with GONE. */
    void gone(LinkFrame.Attach attach, GoneReason why) {
        write(
                new LinkFrame.Gone(
                        attach.ref(), attach.attachId(), attach.owner(), why.number(), why.text()));
    }

    /** Has the gateway close a connection. */
    void kick(int ref, CloseCode code, String text) {
        write(new LinkFrame.Kick(ref, code.number(), text));
    }

    private void write(LinkFrame frame) {
        ByteBuf out = batch();
        int mark = Records.begin(out);
        frame.write(out);
        Records.end(out, mark);
    }

    private ByteBuf batch() {
        ByteBuf open = batch;
        if (open != null && open.readableBytes() >= BATCH_BYTES_FULL) {
            batch = null;
            send(open);
            open = null;
        }
        if (open == null) {
            open = ByteBufAllocator.DEFAULT.directBuffer(BATCH_BYTES);
            batch = open;
        }
        return open;
    }

    private void flush() {
        if (closed) {
            return;
        }
        ByteBuf full = batch;
        if (full != null) {
            batch = null;
            send(full);
        }
        link.flush();
        writable = link.writable() && backlog.isEmpty();
    }

    private void send(ByteBuf records) {
        if (!backlog.isEmpty()) {
            keep(records);
            return;
        }
        switch (link.offer(records)) {
            case ACCEPTED -> {}
            case FULL -> keep(records);
            case CLOSED -> records.release();
        }
    }

    private void keep(ByteBuf records) {
        backlogBytes += records.readableBytes();
        backlog.add(records);
        if (backlogBytes > node.limits().outboxBytesMax()) {
            node.counters().overrunLinks.increment();
            link.close();
        }
    }

    private void sendBacklog() {
        for (ByteBuf first = backlog.peek(); first != null; first = backlog.peek()) {
            int bytes = first.readableBytes();
            if (link.offer(first) != Link.Offer.ACCEPTED) {
                return;
            }
            backlog.remove();
            backlogBytes -= bytes;
        }
    }

    // ---- to the gateway, from any thread ----

    /** Whether the link takes more now; what waits to be offered to it counts. */
    boolean writable() {
        return writable && posted.get() <= node.limits().outboxBytesMax() / 4;
    }

    /** Sends {@code records}, which it takes over. */
    void post(ByteBuf records) {
        posted.addAndGet(records.readableBytes());
        put(Outbox.Item.of(records));
    }

    /** Sends a reply. */
    void post(int ref, int correlation, Remembered reply) {
        put(Outbox.Item.of(reply, ref, correlation));
    }

    private void put(Outbox.Item item) {
        switch (outbox.put(item)) {
            case WAITS -> {}
            case FIRST -> loop.execute(this::sendPosted);
            case CLOSED -> drop(item);
        }
    }

    private void sendPosted() {
        for (Outbox.Item item = outbox.take(); item != null; item = item.next) {
            if (closed) {
                drop(item);
            } else if (item.batch != null) {
                posted.addAndGet(-item.batch.readableBytes());
                send(item.batch);
            } else {
                reply(item.ref, item.correlation, Objects.requireNonNull(item.reply));
            }
        }
        flush();
    }

    /** Connections behind it. */
    int sessionCount() {
        return sessions.size();
    }

    /** Rooms that they are attached to. */
    int roomCount() {
        return attachments.roomCount();
    }

    /** Bytes that wait for it. */
    int backlogBytes() {
        return backlogBytes;
    }

    /** Breaks the link: another has taken its place. */
    void close() {
        link.close();
    }
}
