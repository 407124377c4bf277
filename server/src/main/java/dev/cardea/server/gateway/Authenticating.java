package dev.cardea.server.gateway;

import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;

/** HELLO came, and its proof is being judged. Confined to the loop. */
final class Authenticating implements Phase {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final GatewayConnection connection;
    private final GatewayLoop loop;
    private final Frame.Hello hello;
    private final long deadlineAlive;

    Authenticating(GatewayConnection connection, Frame.Hello hello, long deadlineAlive) {
        this.connection = connection;
        this.loop = connection.loop();
        this.hello = hello;
        this.deadlineAlive = deadlineAlive;
    }

    void judgeToken(Bytes token) {
        switch (loop.keys().judge(token, loop.wallMicros() / MICROS_PER_SECOND)) {
            case TokenKeys.Verdict.Good(SessionId session, Identity who) -> {
                loop.metrics().count(GatewayCounter.RESUMED);
                open(session, who);
            }
            case TokenKeys.Verdict.Expired() ->
                    refuse(GatewayCounter.TOKEN_EXPIRED, "the session expired: sign in again");
            case TokenKeys.Verdict.Forged() ->
                    refuse(GatewayCounter.TOKEN_FORGED, "not a session of this server");
        }
    }

    void judgeCredential(Frame.Credential credential) {
        Authenticator authenticator = loop.judges().of(credential.scheme());
        if (authenticator == null) {
            refuse(GatewayCounter.UNKNOWN_SCHEME, "this server does not take such a credential");
            return;
        }
        loop.judges()
                .judge(
                        authenticator,
                        credential.proof(),
                        verdict -> {
                            if (loop.inLoop()) {
                                judged(verdict);
                            } else {
                                loop.execute(() -> judged(verdict));
                            }
                        });
    }

    private void judged(Authenticator.Verdict verdict) {
        if (!connection.isIn(this)) {
            return; // it took too long, or the client left
        }
        switch (verdict) {
            case Authenticator.Verdict.Accepted(Identity who) ->
                    open(SessionId.random(loop.random()), who);
            case Authenticator.Verdict.Refused(String why) ->
                    refuse(GatewayCounter.CREDENTIAL_REFUSED, why);
            case Authenticator.Verdict.Unavailable(int retryAfterMillis) ->
                    connection.close(
                            CloseCode.UNAVAILABLE, retryAfterMillis, "cannot sign in anyone now");
        }
    }

    private void refuse(GatewayCounter counter, String why) {
        loop.metrics().count(counter);
        connection.close(CloseCode.AUTH_FAILED, why);
    }

    private void open(SessionId session, Identity who) {
        loop.open(connection, hello, session, who);
    }

    @Override
    public void read(ByteBuf frame) {
        loop.metrics().count(GatewayCounter.OUT_OF_ORDER);
        connection.close(CloseCode.PROTOCOL_ERROR, "nothing may be sent before WELCOME");
    }

    @Override
    public long visit(long aliveNanos) {
        if (aliveNanos >= deadlineAlive) {
            connection.close(CloseCode.HANDSHAKE_TIMEOUT);
            return -1;
        }
        return Math.min(RoundTrip.EARLY_NANOS, deadlineAlive - aliveNanos);
    }
}
