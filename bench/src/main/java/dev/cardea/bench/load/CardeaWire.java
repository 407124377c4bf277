package dev.cardea.bench.load;

import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * To a Cardea server over TCP or TLS: signs in with a development name, then asks a route, or joins
 * a room and says things there. Confined to the loop.
 *
 * <p>The handshake uses the real frames. What is measured is written and read by hand, so that the
 * load costs less than what it measures.
 */
public final class CardeaWire implements Wire {
    private static final int WELCOME = 2;
    private static final int PING = 4;
    private static final int EVENT = 9;
    private static final int STATE = 10;
    private static final int PATCH = 11;
    private static final int ATTACHED = 12;
    private static final int REPLY = 15;
    private static final int INPUT_HEAD = 0x80;
    private static final int REQUEST_HEAD = 0xE0;
    private static final int PREAMBLE = 0x43415244;
    private static final int JOIN_ROUTE = 1;

    /** Where in a REPLY its status is. */
    private static final int STATUS_AT = 5;

    /** A STATE has as many behind its first octet, whatever its channel. */
    private static final int CHANNEL_BYTES_MAX = 5;

    /** Each load has accounts of its own: a second login would end the first. */
    private static final AtomicInteger CROWDS = new AtomicInteger();

    private final int crowd;
    private final int index;
    private final int bodyBytes;
    private final int route;
    private final String roomType;
    private final int roomSize;
    private boolean preamble = true;
    private int channel = -1;
    private int seat;

    private CardeaWire(
            int crowd, int index, int bodyBytes, int route, String roomType, int roomSize) {
        this.crowd = crowd;
        this.index = index;
        this.bodyBytes = bodyBytes;
        this.route = route;
        this.roomType = roomType;
        this.roomSize = roomSize;
    }

    /** Signs in and stays; asks {@code route}, whose value is one {@link Bytes}. */
    public static Factory requests(int bodyBytes, int route) {
        int crowd = CROWDS.incrementAndGet();
        return index -> new CardeaWire(crowd, index, bodyBytes, route, "", 1);
    }

    /** Joins room i / roomSize of the type; asks by input 1, whose value is one {@link Bytes}. */
    public static Factory rooms(int bodyBytes, String roomType, int roomSize) {
        int crowd = CROWDS.incrementAndGet();
        return index -> new CardeaWire(crowd, index, bodyBytes, 0, roomType, roomSize);
    }

    /** Joins room i / roomSize of the type and says nothing; what it hears are patches. */
    public static Factory watching(String roomType, int roomSize) {
        return rooms(0, roomType, roomSize);
    }

    /** The same over WebSocket, where nothing stands before the first record. */
    public static Factory overWebSocket(Factory factory) {
        return index -> {
            CardeaWire wire = (CardeaWire) factory.of(index);
            wire.preamble = false;
            return wire;
        };
    }

    @Override
    public void begin(ByteBuf out) {
        if (preamble) {
            out.writeInt(PREAMBLE).writeByte(1).writeByte(0);
        }
        String account = "bot-" + crowd + "-" + index;
        Bytes name = Bytes.copyOf(account.getBytes(StandardCharsets.US_ASCII));
        Frame.Credential credential = new Frame.Credential("dev", name);
        record(out, new Frame.Hello(1, credential, null, List.of(), "bench", 0));
    }

    private static void record(ByteBuf out, Frame frame) {
        int mark = Records.begin(out);
        frame.write(out);
        Records.end(out, mark);
    }

    @Override
    public void ask(ByteBuf out, int number) {
        int mark = Records.begin(out);
        if (route != 0) {
            out.writeByte(REQUEST_HEAD).writeInt(number).writeByte(0).writeByte(0);
            Varint.writeInt(out, route);
        } else {
            out.writeByte(INPUT_HEAD);
            Varint.writeInt(out, channel);
            out.writeByte(0).writeByte(seat).writeInt(number).writeByte(1);
        }
        Varint.writeInt(out, bodyBytes);
        out.writeInt(number).writeZero(bodyBytes - Integer.BYTES);
        Records.end(out, mark);
    }

    @Override
    public Heard hear(ByteBuf in, int at, int length, Supplier<ByteBuf> out) {
        int type = in.getUnsignedByte(at) >>> 4;
        if (type == PING) {
            record(out.get(), new Frame.Pong(in.getLong(at + 1), 0, 0));
            return Heard.OTHER;
        }
        if (route != 0) {
            return switch (type) {
                case WELCOME -> Heard.READY;
                case REPLY -> in.getShort(at + STATUS_AT) == 0 ? Heard.ANSWER : Heard.REFUSAL;
                default -> Heard.OTHER;
            };
        }
        return switch (type) {
            case WELCOME -> join(out.get());
            case REPLY -> attach(out.get());
            case ATTACHED -> attached(in, at, length);
            case STATE -> channelOf(in, at) == channel ? Heard.READY : Heard.OTHER;
            case EVENT, PATCH -> Heard.ANSWER;
            default -> Heard.OTHER;
        };
    }

    private Heard join(ByteBuf out) {
        int mark = Records.begin(out);
        new Frame.Request(1, false, 0, JOIN_ROUTE).write(out);
        Utf8.write(out, roomType);
        Utf8.write(out, "room-" + index / roomSize);
        Varint.writeInt(out, 0);
        Records.end(out, mark);
        return Heard.OTHER;
    }

    private Heard attach(ByteBuf out) {
        String owner = roomType + "/room-" + index / roomSize;
        record(out, new Frame.Attach(new Frame.Stream(owner, Position.NEW)));
        return Heard.OTHER;
    }

    private Heard attached(ByteBuf in, int at, int length) {
        Frame frame = Frame.read(in.slice(at, length));
        if (frame instanceof Frame.Attached attached && attached.type().equals(roomType)) {
            channel = attached.channel();
            seat = attached.seat() & 0xFF;
        }
        return Heard.OTHER;
    }

    private static int channelOf(ByteBuf in, int at) {
        return Varint.readInt(in.slice(at + 1, CHANNEL_BYTES_MAX));
    }

    /** The first octets of a value: {@link #ask} puts the number there, the server echoes it. */
    @Override
    public int number(ByteBuf in, int at, int length) {
        return bodyBytes == 0 ? 0 : in.getInt(at + length - bodyBytes);
    }
}
