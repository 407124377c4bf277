package dev.cardea.server.gateway;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/** There is a socket, and HELLO is awaited. Confined to the loop. */
final class AwaitingHello implements Phase {
    /** Looks often enough that the first PING of an opened session is not late. */
    private static final long LOOK_NANOS = RoundTrip.EARLY_NANOS;

    private final GatewayConnection connection;
    private final long deadlineAlive;

    AwaitingHello(GatewayConnection connection, long deadlineAlive) {
        this.connection = connection;
        this.deadlineAlive = deadlineAlive;
    }

    @Override
    public void read(ByteBuf frame) {
        GatewayLoop loop = connection.loop();
        if (frame.readableBytes() > loop.limits().frames().helloBytesMax()) {
            connection.close(CloseCode.FRAME_TOO_LARGE);
        } else if (Frame.read(frame) instanceof Frame.Hello hello) {
            connect(loop, hello);
        } else {
            loop.metrics().count(GatewayCounter.OUT_OF_ORDER);
            connection.close(CloseCode.PROTOCOL_ERROR, "the first frame is HELLO");
        }
    }

    private void connect(GatewayLoop loop, Frame.Hello hello) {
        if (loop.draining()) {
            connection.close(CloseCode.GOING_AWAY);
        } else if (hello.attempt() == 0) {
            loop.metrics().count(GatewayCounter.ABSURD_ATTEMPT);
            connection.close(CloseCode.PROTOCOL_ERROR, "attempts begin at 1");
        } else {
            Authenticating next = new Authenticating(connection, hello, deadlineAlive);
            connection.enter(next);
            Bytes token = hello.token();
            Frame.Credential credential = hello.credential();
            if (token != null) {
                next.judgeToken(token);
            } else if (credential != null) {
                next.judgeCredential(credential);
            }
        }
    }

    @Override
    public long visit(long aliveNanos) {
        if (aliveNanos >= deadlineAlive) {
            connection.close(CloseCode.HANDSHAKE_TIMEOUT);
            return -1;
        }
        return Math.min(LOOK_NANOS, deadlineAlive - aliveNanos);
    }
}
