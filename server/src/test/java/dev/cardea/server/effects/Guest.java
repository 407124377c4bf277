package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.RawClient;
import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;

/**
 * Somebody who is signed in, may be in one room, and reads when the test says so. For one thread.
 */
final class Guest {
    private static final int JOIN_ROUTE = 1;
    private static final Codec<Seat> SEAT = Codecs.of(Seat.class);
    private static final Codec<Workshop.Amount> AMOUNT = Codecs.of(Workshop.Amount.class);
    private static final Protocol<Workshop.Input> INPUTS = Protocol.of(Workshop.Input.class);
    private static final Protocol<Workshop.Output> OUTPUTS = Protocol.of(Workshop.Output.class);

    final RawClient wire;
    final Frame.Welcome welcome;
    private final int attempt;
    private int asked;
    private int said;
    private String owner = "";
    private Position position = Position.NEW;
    private int channel;

    private record Seat(String type, String key, Bytes options) {}

    /** Signs in under a development name. */
    Guest(RawClient wire, String name) throws IOException {
        this(wire, RawClient.hello("dev", name));
    }

    private Guest(RawClient wire, Frame.Hello hello) throws IOException {
        this.wire = wire;
        this.attempt = hello.attempt();
        wire.send(hello);
        this.welcome = wire.await(Frame.Welcome.class);
    }

    /** The same session on another connection, which asks for its room from where it was. */
    Guest back(RawClient newWire) throws IOException {
        Guest back =
                new Guest(
                        newWire,
                        new Frame.Hello(
                                attempt + 1,
                                null,
                                welcome.token(),
                                List.of(new Frame.Stream(owner, position)),
                                "test",
                                0));
        back.owner = owner;
        back.position = position;
        back.asked = asked;
        back.said = said;
        return back;
    }

    // ---- requests ----

    /** Asks, and reads up to the reply. */
    Frame.Reply ask(int route, Bytes body) throws IOException {
        asked++;
        wire.send(1, new Frame.Request(asked, false, 0, route), body);
        return wire.await(Frame.Reply.class);
    }

    /** Asks for the answer of so many bytes. */
    Frame.Reply askFor(int bytes) throws IOException {
        return ask(Workshop.MAKE, encoded(AMOUNT, new Workshop.Amount(bytes)));
    }

    /** Sends so many PINGs in one piece, and reads the PONGs. */
    void ping(int times) throws IOException {
        wire.send(times, new Frame.Ping(1), Bytes.EMPTY);
        for (int i = 0; i < times; i++) {
            wire.await(Frame.Pong.class);
        }
    }

    // ---- rooms ----

    /** Asks for a seat; returns the status of the reply. */
    int reserve(String type, String key) throws IOException {
        return reserve(type, key, Bytes.EMPTY);
    }

    int reserve(String type, String key, Bytes options) throws IOException {
        owner = type + '/' + key;
        return ask(JOIN_ROUTE, encoded(SEAT, new Seat(type, key, options))).status();
    }

    /** Takes the seat. */
    void attach() throws IOException {
        wire.send(new Frame.Attach(new Frame.Stream(owner, Position.NEW)));
        attached();
    }

    /** Joins a room of the workshop. */
    Guest join(String key) throws IOException {
        assertThat(reserve(Workshop.ROOM, key)).isEqualTo(ReplyStatus.OK);
        attach();
        return this;
    }

    /** Reads up to the room's ATTACHED. */
    Frame.Attached attached() throws IOException {
        Frame.Attached attached = wire.await(Frame.Attached.class);
        while (!attached.owner().equals(owner)) {
            attached = wire.await(Frame.Attached.class);
        }
        seated(attached);
        return attached;
    }

    private void seated(Frame.Attached attached) {
        channel = attached.channel();
        position = Position.at(attached.epoch(), attached.seat(), attached.seq());
    }

    /** Says something to the room. */
    void say(Workshop.Input input) throws IOException {
        said++;
        wire.send(
                1, new Frame.Input(channel, false, position.seat(), said), encoded(INPUTS, input));
    }

    /** Has the room say so many messages of that size to all, in one turn. */
    void burst(int count, int bytes, boolean reliable) throws IOException {
        say(new Workshop.Input.Burst(count, bytes, reliable));
    }

    /** Reads up to the next event of the room, wherever that goes on. */
    Workshop.Output next() throws IOException {
        Frame frame = wire.read();
        while (!(frame instanceof Frame.Event event && event.channel() == channel)) {
            if (frame instanceof Frame.Attached attached && attached.owner().equals(owner)) {
                seated(attached);
            }
            frame = wire.read();
        }
        if (event.delivery() instanceof Delivery.Reliable) {
            position = Position.at(position.epoch(), position.seat(), event.number());
        }
        return OUTPUTS.decode(buffer(wire.body()));
    }

    /** Reads up to the next line of the room. */
    String line() throws IOException {
        Workshop.Output output = next();
        while (!(output instanceof Workshop.Output.Line)) {
            output = next();
        }
        return ((Workshop.Output.Line) output).text();
    }

    /** Reads up to that line; how many messages of the room came before it. */
    int countTo(String text) throws IOException {
        int count = 0;
        while (!next().equals(new Workshop.Output.Line(text))) {
            count++;
        }
        return count;
    }

    static <T> Bytes encoded(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(value, out);
        return Bytes.of(out);
    }

    private static ByteBuf buffer(Bytes bytes) {
        return Unpooled.wrappedBuffer(bytes.toArray());
    }
}
