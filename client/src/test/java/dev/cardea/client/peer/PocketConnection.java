package dev.cardea.client.peer;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.stream.InputOutcome;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.Seat;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.Records;
import dev.cardea.wire.ReplyStatus;
import dev.cardea.wire.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client of a {@link PocketServer}; also a link of its own. Confined to the server's loop. */
public final class PocketConnection implements ConnectionHandler, OwnerLink {
    private static final int REF = 1;
    private static final int OWNER_REF = 1;
    private static final int CHANNEL = 5;

    /** A WebSocket message is heard whole or not at all, so a long one may never get through. */
    private static final int MESSAGE_BYTES = 2048;

    private static final Frame.Limits LIMITS =
            new Frame.Limits(PocketServer.FRAME_BYTES_MAX, 128 * 1024, 100, 200, 65536, 131072);

    private final PocketServer server;
    private final Connection connection;
    private final ByteBuf fromRoom = Unpooled.buffer();
    private @Nullable SessionId session;
    private LinkFrame.@Nullable Open open;
    private int attachId;
    private int unflushedBytes;

    PocketConnection(PocketServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    /** Asks the client to move. */
    public void goAway(String endpoint) {
        Frame.GoAway goAway =
                new Frame.GoAway(CloseCode.GOING_AWAY.number(), 0, 5000, List.of(endpoint));
        say(goAway, Unpooled.EMPTY_BUFFER);
        connection.flush();
    }

    /** How the client came. */
    public String scheme() {
        return connection.transport().scheme();
    }

    /** Cuts the way without a word. */
    public void cut() {
        connection.abort();
    }

    @Override
    public void onRecords(ByteBuf records) {
        while (records.isReadable()) {
            int end = Records.enter(records);
            hear(Frame.read(records), records);
            Records.leave(records, end);
        }
    }

    @Override
    public void onReadComplete() {
        server.turn();
    }

    @Override
    public void onWritability(boolean writable) {}

    @Override
    public void onClosed() {
        server.closed(this);
    }

    private void hear(Frame frame, ByteBuf body) {
        switch (frame) {
            case Frame.Hello hello -> hello(hello);
            case Frame.Ping(long t0) -> say(new Frame.Pong(t0, micros(), 0), Unpooled.EMPTY_BUFFER);
            case Frame.Attach(Frame.Stream stream) -> attach(stream);
            case Frame.Input input -> input(input, body);
            case Frame.Request request -> request(request, body);
            default -> {}
        }
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void hello(Frame.Hello hello) {
        Frame.Credential credential = hello.credential();
        Bytes token = hello.token();
        if (credential != null) {
            byte[] name = credential.proof().toArray();
            token = server.signIn(new String(name, StandardCharsets.UTF_8));
        }
        SessionId known = token == null ? null : server.session(token);
        if (known == null || token == null) {
            connection.close(CloseCode.AUTH_FAILED, 0, "no such session");
            return;
        }
        session = known;
        String name = server.name(known);
        open = new LinkFrame.Open(REF, known, hello.attempt(), new Identity(name, name));
        connection.limitFrames(PocketServer.FRAME_BYTES_MAX);
        Frame.Welcome welcome =
                new Frame.Welcome(
                        known, token, 3600, micros(), 200, 2000, LIMITS, name, name, "pocket");
        say(welcome, Unpooled.EMPTY_BUFFER);
        hello.streams().forEach(this::attach);
    }

    private void attach(Frame.Stream stream) {
        LinkFrame.Open who = open;
        if (who != null && stream.owner().equals("chat/lobby")) {
            LinkFrame.Attach attach =
                    new LinkFrame.Attach(REF, ++attachId, stream.owner(), stream.position());
            server.room().attach(this, OWNER_REF, who, attach);
        }
    }

    private void input(Frame.Input input, ByteBuf body) {
        Seat seat = server.room().seatAt(this, REF);
        LinkFrame.Input judged =
                new LinkFrame.Input(REF, OWNER_REF, input.base(), input.seat(), input.n());
        if (seat == null || server.room().input(seat, judged) != InputOutcome.APPLY) {
            return;
        }
        if (body.getByte(body.readerIndex()) == 0) {
            server.room().end(seat, GoneReason.LEFT, "left");
            return;
        }
        Lobby.Input said = Lobby.PROTOCOL.inputs().decode(body);
        if (said instanceof Lobby.Input.Say(String text)) {
            ByteBuf out = Unpooled.buffer();
            Lobby.PROTOCOL.outputs().encode(new Lobby.Output.Line(seat.who().name(), text), out);
            server.room().broadcast(Delivery.RELIABLE, out);
        }
    }

    private void request(Frame.Request request, ByteBuf body) {
        SessionId known = session;
        LinkFrame.Open who = open;
        if (known == null || who == null) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        if (request.route() == 1) {
            server.room().reserve(known, who.who());
            Utf8.write(out, "chat/lobby");
        } else {
            Lobby.Ask ask = Codecs.of(Lobby.Ask.class).decode(body);
            int runs = server.run(known, request.correlation());
            Codecs.of(Lobby.Answer.class).encode(new Lobby.Answer(ask.text(), runs), out);
        }
        say(new Frame.Reply(request.correlation(), ReplyStatus.OK, 0), out);
    }

    private void say(Frame frame, ByteBuf body) {
        ByteBuf out = Unpooled.buffer();
        int mark = Records.begin(out);
        frame.write(out);
        out.writeBytes(body, body.readerIndex(), body.readableBytes());
        Records.end(out, mark);
        unflushedBytes += out.readableBytes();
        connection.write(out);
        if (unflushedBytes >= MESSAGE_BYTES) {
            flushOut();
        }
    }

    void flushOut() {
        unflushedBytes = 0;
        connection.flush();
    }

    // ---- the link: what the room says becomes what the client hears

    @Override
    public ByteBuf batch() {
        return fromRoom;
    }

    @Override
    public void flush() {
        while (fromRoom.isReadable()) {
            int end = Records.enter(fromRoom);
            forward(LinkFrame.read(fromRoom), fromRoom);
            Records.leave(fromRoom, end);
        }
        fromRoom.clear();
    }

    @Override
    public boolean writable() {
        return connection.writable();
    }

    private void forward(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Attached a -> say(attached(a), Unpooled.EMPTY_BUFFER);
            case LinkFrame.State state ->
                    say(new Frame.State(CHANNEL, state.last(), state.seq()), body);
            case LinkFrame.Event event ->
                    say(Frame.Event.reliable(CHANNEL, (int) event.seq()), body);
            case LinkFrame.Replay replay ->
                    say(Frame.Event.reliable(CHANNEL, (int) replay.seq()), body);
            case LinkFrame.Applied applied ->
                    say(
                            new Frame.Applied(CHANNEL, applied.seat(), applied.n()),
                            Unpooled.EMPTY_BUFFER);
            case LinkFrame.Gone gone ->
                    say(
                            new Frame.Gone(gone.owner(), gone.reason(), gone.text()),
                            Unpooled.EMPTY_BUFFER);
            case LinkFrame.Superseded superseded -> connection.close(CloseCode.SUPERSEDED, 0, "");
            default -> {}
        }
    }

    private static Frame.Attached attached(LinkFrame.Attached from) {
        return new Frame.Attached(
                CHANNEL,
                from.fresh(),
                from.owner(),
                "chat",
                from.epoch(),
                from.seat(),
                from.seq(),
                from.applied(),
                from.schema(),
                from.tick(),
                from.tickRate(),
                micros());
    }
}
