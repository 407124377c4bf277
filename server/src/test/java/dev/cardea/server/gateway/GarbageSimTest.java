package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Position;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of chance, and good ones with octets changed: each has an answer, none is a bug. */
class GarbageSimTest {
    private static final int CLIENTS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answersWhateverItIsSent(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Scene scene = new Scene(FlowTest.unlimited());
        for (int i = 0; i < CLIENTS; i++) {
            FakeClient client = random.nextInt(4) == 0 ? scene.connect() : scene.signedIn("ann");
            for (int k = random.nextInt(4); k >= 0 && client.closeCode() == null; k--) {
                client.sendRaw(garbage(random));
            }
            assertThat(client.closeCode())
                    .isIn(
                            null,
                            CloseCode.NORMAL,
                            CloseCode.PROTOCOL_ERROR,
                            CloseCode.FRAME_TOO_LARGE,
                            CloseCode.AUTH_FAILED);
            client.vanish();
            scene.loop.turn();
            scene.node.took();
        }
        assertThat(scene.metrics().connections()).isZero();
        assertThat(scene.metrics().sessions()).isZero();
        assertThat(scene.metrics().value(CloseCode.INTERNAL)).isZero();
        assertThat(scene.metrics().value(CloseCode.PROTOCOL_ERROR)).isGreaterThan(CLIENTS / 4);
    }

    private static ByteBuf garbage(RandomGenerator random) {
        byte[] frame = random.nextBoolean() ? chance(random) : bent(random);
        return Unpooled.buffer().writeMedium(frame.length).writeBytes(frame);
    }

    private static byte[] chance(RandomGenerator random) {
        byte[] frame = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 5_000 : 40)];
        random.nextBytes(frame);
        return frame;
    }

    private static byte[] bent(RandomGenerator random) {
        List<Frame> good =
                List.of(
                        new Frame.Request(1 + random.nextInt(9), false, 0, 1024),
                        new Frame.Input(random.nextInt(3), false, 1, 1),
                        new Frame.Ping(random.nextLong()),
                        new Frame.Cancel(random.nextInt()),
                        new Frame.Close(random.nextInt(700), 0, 0, "so long"),
                        new Frame.Attach(new Frame.Stream("chat/lobby", position(random))),
                        new Frame.Hello(
                                random.nextInt(3),
                                new Frame.Credential("dev", FakeClient.bytes("ann")),
                                null,
                                List.of(new Frame.Stream("chat/lobby", position(random))),
                                "chance",
                                0));
        ByteBuf out = Unpooled.buffer();
        good.get(random.nextInt(good.size())).write(out);
        byte[] frame = ByteBufUtil.getBytes(out);
        for (int k = random.nextInt(3); k > 0; k--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return frame;
    }

    private static Position position(RandomGenerator random) {
        return random.nextBoolean()
                ? Position.NEW
                : Position.at(random.nextLong(), random.nextInt(9), random.nextLong());
    }
}
