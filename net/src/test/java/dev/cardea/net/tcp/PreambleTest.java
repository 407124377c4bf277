package dev.cardea.net.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.tcp.Preamble.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreambleTest {
    private static Verdict verdict(String text) {
        return new Preamble().read(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    @Test
    void readsWhatItWritesByteByByte() {
        ByteBuf bytes = Unpooled.buffer();
        Preamble.write(bytes);
        Preamble preamble = new Preamble();
        for (int i = 1; i < Preamble.BYTES; i++) {
            assertThat(preamble.read(bytes.readSlice(1))).isEqualTo(Verdict.MORE);
        }
        assertThat(preamble.read(bytes)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void leavesWhatFollows() {
        ByteBuf bytes = Unpooled.copiedBuffer("CARD\1\0rest", ISO_8859_1);
        assertThat(new Preamble().read(bytes)).isEqualTo(Verdict.GOOD);
        assertThat(bytes.readableBytes()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "POST", "PUT", "PATCH", "HEAD", "DELETE", "OPTIONS", "TRACE"})
    void knowsHttpByItsFirstOctet(String request) {
        assertThat(verdict(request)).isEqualTo(Verdict.HTTP);
    }

    @Test
    void knowsAConnectThoughItBeginsAsWeDo() {
        assertThat(verdict("CONNECT game.test:80 HTTP/1.1")).isEqualTo(Verdict.HTTP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001", "CARE", "card\1\0", "\0", "CARD\1\1"})
    void refusesAnythingElse(String other) {
        assertThat(verdict(other)).isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CARD\0", "CARD\2\0", "CARD\u00FF"})
    void knowsThatAVersionIsNotOurs(String other) {
        assertThat(verdict(other)).isEqualTo(Verdict.UNKNOWN_VERSION);
    }
}
