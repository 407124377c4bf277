package dev.cardea.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.List;

/** How the bytes of a load travel. */
public sealed interface Way {
    /** Bytes as they are. */
    Way PLAIN = new Plain();

    /** In binary messages. */
    Way WEBSOCKET = new WebSocket();

    /** Puts what it needs before the peer. */
    void prepare(SocketChannel channel);

    /** Whether the peer begins with a handshake's end rather than with the connection. */
    boolean shakesHands();

    /** See {@link #PLAIN}. */
    record Plain() implements Way {
        @Override
        public void prepare(SocketChannel channel) {}

        @Override
        public boolean shakesHands() {
            return false;
        }
    }

    /** Over TLS. */
    record Tls(SslContext context) implements Way {
        @Override
        public void prepare(SocketChannel channel) {
            channel.pipeline().addLast(context.newHandler(channel.alloc()));
        }

        @Override
        public boolean shakesHands() {
            return true;
        }
    }

    /** See {@link #WEBSOCKET}. */
    record WebSocket() implements Way {
        private static final int BYTES_MAX = 1 << 20;

        @Override
        public void prepare(SocketChannel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(BYTES_MAX));
            pipeline.addLast(
                    new WebSocketClientProtocolHandler(
                            URI.create("ws://127.0.0.1/cardea"),
                            WebSocketVersion.V13,
                            "cardea.1",
                            false,
                            EmptyHttpHeaders.INSTANCE,
                            BYTES_MAX));
            pipeline.addLast(new Messages());
        }

        @Override
        public boolean shakesHands() {
            return true;
        }
    }

    /** Bytes to binary messages and back. Confined to the loop. */
    final class Messages extends MessageToMessageCodec<BinaryWebSocketFrame, ByteBuf> {
        @Override
        protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
            out.add(new BinaryWebSocketFrame(bytes.retain()));
        }

        @Override
        protected void decode(
                ChannelHandlerContext context, BinaryWebSocketFrame message, List<Object> out) {
            out.add(message.content().retain());
        }
    }
}
