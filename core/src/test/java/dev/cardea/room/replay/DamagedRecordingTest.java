package dev.cardea.room.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.RoomType;
import dev.cardea.room.replay.RecordingReader.Opened;
import dev.cardea.room.replay.ReplayResult.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: whatever became of a file, there is an answer; method: every cut, every flipped bit. */
class DamagedRecordingTest {
    private static final RoomType<Arcade.Input, Arcade.Output, Arcade.Event> TYPE =
            Arcade.type(20, () -> 0);
    private static final RecordedType<Arcade.Input, Arcade.Output, Arcade.Event> RECORDED =
            RecordedType.of(TYPE);
    private static final byte[] WHOLE = record();

    private static byte[] record() {
        Studio studio = new Studio(TYPE);
        studio.join(1, "ann");
        studio.tell(1, "ask red");
        studio.tell(1, "after a while");
        studio.tell(1, "rooms there");
        for (int i = 0; i < 30; i++) {
            studio.pass(Duration.ofMillis(50));
            studio.tell(1, "roll");
        }
        studio.close();
        return studio.recording();
    }

    private sealed interface Answer {
        record Unreadable(Opened what) implements Answer {}

        record Replayed(ReplayResult result) implements Answer {}
    }

    private static Answer answer(byte[] bytes) throws IOException {
        return switch (RecordingReader.open(new ByteArrayInputStream(bytes))) {
            case Opened.Good(RecordingReader reader) ->
                    new Answer.Replayed(new RoomReplay<>(RECORDED, reader).run(new Replays()));
            case Opened other -> new Answer.Unreadable(other);
        };
    }

    @Test
    void aFileThatEndsAnywhereIsGoodUpToThere() throws IOException {
        long checks = 0;
        for (int length = 0; length < WHOLE.length; length++) {
            switch (answer(Arrays.copyOf(WHOLE, length))) {
                case Answer.Unreadable(Opened what) ->
                        assertThat(what)
                                .isInstanceOfAny(
                                        Opened.NoRecording.class, Opened.WithoutHeader.class);
                case Answer.Replayed(ReplayResult result) -> {
                    assertThat(result.end()).isInstanceOf(End.Torn.class);
                    assertThat(result.checks()).isGreaterThanOrEqualTo(checks);
                    checks = result.checks();
                }
            }
        }
        assertThat(checks).isGreaterThan(25);
    }

    @Test
    void everyFlippedBitIsSeen() throws IOException {
        for (int at = 0; at < WHOLE.length; at++) {
            byte[] bytes = WHOLE.clone();
            bytes[at] ^= (byte) (1 << at % Byte.SIZE);
            switch (answer(bytes)) {
                case Answer.Unreadable(Opened what) ->
                        assertThat(at).as("%s", what).isLessThan(2000);
                case Answer.Replayed(ReplayResult result) ->
                        assertThat(result.end())
                                .as("byte %d", at)
                                .isInstanceOfAny(End.Corrupt.class, End.Torn.class);
            }
        }
    }

    /** What somebody makes on purpose: its sums are right. */
    @Test
    void entriesThatNoRecorderWroteHaveAnAnswer() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = WHOLE.clone();
            int flips = random.nextInt(1, 4);
            for (int flip = 0; flip < flips; flip++) {
                bytes[random.nextInt(Chunks.PREAMBLE_BYTES, bytes.length)] =
                        (byte) random.nextInt(256);
            }
            assertThat(answer(withSums(bytes))).isNotNull();
        }
    }

    /** Writes the heads of all chunks anew, whose lengths are those of the whole file. */
    private static byte[] withSums(byte[] bytes) {
        ByteBuf lengths = Unpooled.wrappedBuffer(WHOLE);
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(bytes, 0, Chunks.PREAMBLE_BYTES);
        int at = Chunks.PREAMBLE_BYTES;
        while (at < bytes.length) {
            int length = lengths.getUnsignedMedium(at);
            int mark = out.writerIndex();
            Chunks.begin(out);
            out.writeBytes(bytes, at + Chunks.HEAD_BYTES, length);
            Chunks.end(out, mark);
            at += Chunks.HEAD_BYTES + length;
        }
        return Arrays.copyOf(out.array(), out.writerIndex());
    }

    @Test
    void knowsWhatIsNoRecording() throws IOException {
        assertThat(answer(new byte[0])).isEqualTo(new Answer.Unreadable(new Opened.NoRecording()));
        byte[] text =
                "server: {port: 8080}\nadmin: {port: 8081}\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(answer(text)).isEqualTo(new Answer.Unreadable(new Opened.NoRecording()));
    }

    @Test
    void knowsAnotherVersion() throws IOException {
        byte[] later = WHOLE.clone();
        later[Long.BYTES + 1] = 2;
        assertThat(answer(later)).isEqualTo(new Answer.Unreadable(new Opened.OtherVersion(2, 1)));
    }
}
