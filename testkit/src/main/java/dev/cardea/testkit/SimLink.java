package dev.cardea.testkit;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** One end of a {@link SimCable}. Confined to its event loop. */
public final class SimLink implements Link {
    private final SimLoop loop;
    private final int bytesMax;
    private final ByteBuf unflushed = Unpooled.buffer();
    private @Nullable LinkHandler handler;
    private @Nullable SimPipe out;
    private Runnable onClosing = () -> {};
    private boolean open = true;
    private boolean writable = true;

    SimLink(SimLoop loop, int bytesMax) {
        this.loop = loop;
        this.bytesMax = bytesMax;
    }

    void join(SimPipe out, Runnable onClosing) {
        this.out = out;
        this.onClosing = onClosing;
        out.onRoom(() -> loop.execute(this::wasRead));
    }

    /** Who is told what arrives; to be called before anything can. */
    public void handler(LinkHandler handler) {
        this.handler = handler;
    }

    /** The loop that it is confined to. */
    public SimLoop loop() {
        return loop;
    }

    /** Whether this end has neither closed it nor learned that it is broken. */
    public boolean open() {
        return open;
    }

    @Override
    public Offer offer(ByteBuf records) {
        if (!open) {
            return Offer.CLOSED;
        }
        int pending = pending(); // an empty link takes what no other bound would let through
        if (pending > 0 && pending + records.readableBytes() > bytesMax) {
            writable = false;
            return Offer.FULL;
        }
        unflushed.writeBytes(records);
        records.release();
        writable = writable && pending() <= bytesMax / 2;
        return Offer.ACCEPTED;
    }

    private int pending() {
        SimPipe pipe = out;
        return unflushed.readableBytes() + (pipe == null ? 0 : pipe.bytesUnread());
    }

    @Override
    public void flush() {
        SimPipe pipe = out;
        if (pipe != null && open) {
            pipe.put(unflushed);
            unflushed.clear();
        }
    }

    private void wasRead() {
        LinkHandler told = handler;
        if (!writable && open && told != null && pending() <= bytesMax / 4) {
            writable = true;
            told.onWritability(true);
        }
    }

    @Override
    public boolean writable() {
        return open && writable;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            onClosing.run();
            loop.execute(this::tellClosed);
        }
    }

    void arrived(ByteBuf bytes) {
        LinkHandler told = handler;
        if (open && told != null) {
            told.onRecords(bytes.readSlice(bytes.readableBytes()));
            told.onReadComplete();
        } else {
            bytes.skipBytes(bytes.readableBytes());
        }
    }

    /** The break is known at this end. */
    void lost() {
        if (open) {
            open = false;
            tellClosed();
        }
    }

    private void tellClosed() {
        LinkHandler told = handler;
        handler = null;
        if (told != null) {
            told.onClosed();
        }
    }
}
