package dev.cardea.net.dial;

import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;

/**
 * Puts a batch of records into WebSocket messages that a server takes: whole records in each, as
 * many as fit. Confined to the channel's event loop.
 */
final class MessageCutter extends ChannelOutboundHandlerAdapter {
    private final int messageBytesMax;

    /**
     * @param messageBytesMax bytes of a message; a longer record has one of its own
     */
    MessageCutter(int messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf records)) {
            ctx.write(message, promise);
            return;
        }
        while (records.readableBytes() > messageBytesMax) {
            int bytes = wholeRecords(records);
            if (bytes == records.readableBytes()) {
                break;
            }
            ctx.write(new BinaryWebSocketFrame(records.readRetainedSlice(bytes)));
        }
        ctx.write(new BinaryWebSocketFrame(records), promise);
    }

    /** Bytes of the records at the beginning that fit, of one at least. */
    private int wholeRecords(ByteBuf records) {
        int first = records.readerIndex();
        int end = first + Records.bytesAt(records, first);
        while (end < records.writerIndex()) {
            int next = end + Records.bytesAt(records, end);
            if (next - first > messageBytesMax) {
                break;
            }
            end = next;
        }
        return end - first;
    }
}
