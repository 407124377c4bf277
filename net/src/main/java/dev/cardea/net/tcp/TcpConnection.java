package dev.cardea.net.tcp;

import dev.cardea.net.Acceptor;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.net.Violation;
import dev.cardea.net.channel.ChannelConnection;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.RecordParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/** Records on a TCP or TLS stream. Confined to the channel's event loop. */
public final class TcpConnection extends ChannelConnection {
    private static final String HTTP_TEXT =
            "This port is for native clients. Browsers use the server's WebSocket port.\n";

    private final Acceptor acceptor;
    private final RecordParser parser;
    private final boolean server;
    private @Nullable Preamble preamble;

    private TcpConnection(
            SocketChannel channel, ChannelLoop loop, TransportKind kind, Side side, Acceptor to) {
        super(channel, loop, kind);
        this.acceptor = to;
        this.parser = new RecordParser(side.frameBytesMax());
        this.server = side.server();
        this.preamble = server ? new Preamble() : null;
    }

    private record Side(boolean server, int frameBytesMax) {}

    /** The server's end of a new connection; it is accepted at once. */
    static TcpConnection accepted(
            SocketChannel channel,
            ChannelLoop loop,
            TransportKind kind,
            int bytesMax,
            Acceptor to) {
        return new TcpConnection(channel, loop, kind, new Side(true, bytesMax), to);
    }

    /** The client's end of a new connection; it is accepted once TLS is negotiated. */
    static TcpConnection dialled(
            SocketChannel channel,
            ChannelLoop loop,
            TransportKind kind,
            int bytesMax,
            Acceptor to) {
        return new TcpConnection(channel, loop, kind, new Side(false, bytesMax), to);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (server || secured()) {
            begin();
        }
    }

    @Override
    protected void onSecured() {
        if (!server) {
            begin();
        }
    }

    private void begin() {
        if (!server) {
            ByteBuf first = channel().alloc().directBuffer(Preamble.BYTES);
            Preamble.write(first);
            write(first);
        }
        handler(acceptor.accept(this));
    }

    @Override
    public void limitFrames(int frameBytesMax) {
        parser.limitFrames(frameBytesMax);
    }

    @Override
    protected void read(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ConnectionHandler to = handler();
        if (to == null || (preamble != null && !passesPreamble(preamble, in))) {
            in.release();
            return;
        }
        Violation violation = parser.feed(in, channel().alloc(), to);
        if (violation != null) {
            violated(violation);
        }
        if (closing()) {
            parser.close();
        }
    }

    private boolean passesPreamble(Preamble expected, ByteBuf in) {
        switch (expected.read(in)) {
            case GOOD -> preamble = null;
            case UNKNOWN_VERSION -> violated(Violation.UNKNOWN_VERSION);
            case HTTP -> answerHttp();
            case WRONG -> {
                countViolation(Violation.BAD_PREAMBLE);
                abort();
            }
            case MORE -> {}
        }
        return preamble == null && in.isReadable();
    }

    private void answerHttp() {
        countViolation(Violation.HTTP_ON_TCP);
        String answer =
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
                        + HTTP_TEXT.length()
                        + "\r\nConnection: close\r\n\r\n"
                        + HTTP_TEXT;
        part(ByteBufUtil.writeAscii(channel().alloc(), answer));
    }

    @Override
    protected Object wrap(ByteBuf records) {
        return records;
    }

    @Override
    protected boolean speaking() {
        return secured();
    }

    @Override
    protected void drop() {
        parser.close();
    }

    @Override
    protected @Nullable Violation violation(Throwable cause) {
        return cause instanceof DecoderException ? Violation.TLS_FAILED : null;
    }
}
