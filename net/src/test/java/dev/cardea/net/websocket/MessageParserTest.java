package dev.cardea.net.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageParserTest {
    private static final int MASK = 0x37FA213D;

    private final Heard heard = new Heard();
    private final MessageParser parser = new MessageParser(heard);

    /** What came, as text. */
    private static final class Heard implements MessageParser.Listener {
        final List<String> all = new ArrayList<>();
        private final StringBuilder message = new StringBuilder();
        private boolean over;

        @Override
        public void onFrame(boolean wholeMessage, long payloadBytes) {
            all.add((wholeMessage ? "message " : "frame ") + payloadBytes);
        }

        @Override
        public @Nullable Violation onPayload(ByteBuf payload, boolean ends) {
            message.append(payload.toString(US_ASCII));
            payload.release();
            if (ends) {
                all.add(message.toString());
                message.setLength(0);
            }
            return null;
        }

        @Override
        public void onPing(ByteBuf payload) {
            all.add("ping " + payload.toString(US_ASCII));
        }

        @Override
        public void onClose() {
            all.add("close");
            over = true;
        }

        @Override
        public boolean over() {
            return over;
        }
    }

    /** A client's frame with the shortest length that fits. */
    private static ByteBuf frame(int head, String payload) {
        ByteBuf frame = Unpooled.buffer().writeByte(head);
        int size = payload.length();
        if (size <= 125) {
            frame.writeByte(0x80 | size);
        } else if (size <= 0xFFFF) {
            frame.writeByte(0xFE).writeShort(size);
        } else {
            frame.writeByte(0xFF).writeLong(size);
        }
        frame.writeInt(MASK);
        for (int i = 0; i < size; i++) {
            frame.writeByte(payload.charAt(i) ^ (MASK >>> (24 - 8 * (i % 4))));
        }
        return frame;
    }

    private @Nullable Violation feed(ByteBuf... frames) {
        return parser.feed(Unpooled.wrappedBuffer(frames));
    }

    @Test
    void readsTheMaskedHelloOfTheSpecification() { // RFC 6455, section 5.7, as a binary message
        ByteBuf hello = Unpooled.buffer().writeShort(0x8285).writeInt(MASK);
        assertThat(feed(hello.writeInt(0x7F9F4D51).writeByte(0x58))).isNull();
        assertThat(heard.all).containsExactly("message 5", "Hello");
    }

    @Test
    void readsTheSameHoweverItIsCut() {
        ByteBuf all =
                Unpooled.wrappedBuffer(
                        frame(0x82, "one"),
                        frame(0x02, "two, be"),
                        frame(0x89, "are you there?"),
                        frame(0x00, ""),
                        frame(0x80, "ginning and end"),
                        frame(0x82, "x".repeat(300)));
        for (int step = 1; step <= all.readableBytes(); step++) {
            heard.all.clear();
            ByteBuf copy = all.copy();
            while (copy.isReadable()) {
                ByteBuf part = copy.readSlice(Math.min(step, copy.readableBytes()));
                assertThat(parser.feed(part)).isNull();
            }
            assertThat(heard.all)
                    .as("in steps of %d", step)
                    .containsExactly(
                            "message 3",
                            "one",
                            "frame 7",
                            "frame 14",
                            "ping are you there?",
                            "frame 0",
                            "frame 15",
                            "two, beginning and end",
                            "message 300",
                            "x".repeat(300));
        }
    }

    @Test
    void readsEachFormOfLength() {
        for (int size : new int[] {0, 1, 125, 126, 0xFFFF, 0x10000}) {
            heard.all.clear();
            assertThat(feed(frame(0x82, "y".repeat(size)))).isNull();
            assertThat(heard.all).containsExactly("message " + size, "y".repeat(size));
        }
    }

    @Test
    void hearsNothingAfterAClose() {
        assertThat(feed(frame(0x88, ""), frame(0x82, "more"), frame(0xF1, ""))).isNull();
        assertThat(heard.all).containsExactly("frame 0", "close");
    }

    @Test
    void ignoresPongs() {
        assertThat(feed(frame(0x8A, "yes"))).isNull();
        assertThat(heard.all).containsExactly("frame 3");
    }

    @Test
    void refusesTextFromItsHeaderOn() {
        assertThat(feed(frame(0x81, "text").slice(0, 6))).isEqualTo(Violation.TEXT_MESSAGE);
        MessageParser other = new MessageParser(new Heard());
        assertThat(other.feed(frame(0x01, ""))).isEqualTo(Violation.TEXT_MESSAGE);
    }

    @Test
    void refusesWhatTheSpecificationForbids() {
        refuses("no mask", octets(0x82, 4, 0, 0, 1, 0x40));
        refuses("a reserved bit", frame(0xC2, "x"));
        refuses("a reserved opcode", frame(0x83, "x"));
        refuses("a reserved control opcode", frame(0x8B, "x"));
        refuses("a continuation of nothing", frame(0x80, "x"));
        refuses("a message within a message", frame(0x02, "x"), frame(0x82, "y"));
        refuses("a text within a message", frame(0x02, "x"), frame(0x81, "y"));
        refuses("a ping in fragments", frame(0x09, "x"));
        refuses("a ping of 126 bytes", frame(0x89, "x".repeat(126)));
        refuses("a close of one byte", frame(0x88, "x"));
        refuses("a short length in 16 bits", octets(0x82, 0xFE, 0, 125, 0, 0, 0, 0));
        refuses(
                "a 16 bit length in 64",
                octets(0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0));
        refuses("a negative length", octets(0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static void refuses(String what, ByteBuf... frames) {
        MessageParser fresh = new MessageParser(new Heard());
        assertThat(fresh.feed(Unpooled.wrappedBuffer(frames)))
                .as(what)
                .isEqualTo(Violation.BAD_WEBSOCKET);
    }

    private static ByteBuf octets(int... octets) {
        ByteBuf out = Unpooled.buffer();
        for (int octet : octets) {
            out.writeByte(octet);
        }
        return out;
    }

    @Test
    void answersTheKeyOfTheSpecification() {
        assertThat(HttpAnswers.accept("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
