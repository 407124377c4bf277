package dev.cardea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Link} promises, as tests; a test of an implementation extends this. It looks at
 * bytes alone: order, whole records, the bound, the end of a link, and what a handler may do.
 */
@SuppressWarnings("NullAway.Init") // joined before each test
public abstract class LinkContract {
    private static final int BYTES_MAX = 4096;
    private static final int ENOUGH = 300;

    private LinkPeer near;
    private LinkPeer far;
    private Joined joined;

    /** For tests alone. */
    protected LinkContract() {}

    /** A link under test. */
    protected interface Joined {
        /** Runs {@code task} on the near end's loop and waits for it. */
        void inNear(Runnable task);

        /** Runs {@code task} on the far end's loop and waits for it. */
        void inFar(Runnable task);

        /** Waits until nothing is under way any more. */
        void settle();

        /** Breaks the link as the world does, not by one of its ends. */
        void cut();
    }

    /**
     * A new link whose ends have these handlers.
     *
     * @param bytesMax hard bound on what waits in one direction
     */
    protected abstract Joined join(
            int bytesMax,
            Function<Link, ? extends LinkHandler> near,
            Function<Link, ? extends LinkHandler> far);

    @BeforeEach
    void joinTwoPeers() {
        joined = another(BYTES_MAX);
    }

    private Joined another(int bytesMax) {
        return join(
                bytesMax,
                link -> {
                    near = new LinkPeer(link);
                    return near;
                },
                link -> {
                    far = new LinkPeer(link);
                    return far;
                });
    }

    @Test
    void deliversEverythingOnceAndInOrder() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 1; i <= ENOUGH; i++) {
            long number = i;
            int padding = random.nextInt(200);
            joined.inNear(
                    () -> {
                        assertThat(near.offer(number, padding)).isTrue();
                        near.link().flush();
                    });
            if (random.nextInt(4) == 0) {
                joined.settle();
            }
        }
        joined.settle();

        assertThat(far.received).isEqualTo(upTo(ENOUGH));
        assertThat(far.turns).isPositive();
    }

    @Test
    void carriesManyRecordsInOneOffer() {
        joined.inNear(
                () -> {
                    ByteBuf records = Unpooled.buffer();
                    LongStream.rangeClosed(1, 50)
                            .forEach(number -> LinkPeer.append(records, number, 7));
                    assertThat(near.offer(records)).isTrue();
                    near.link().flush();
                });
        joined.settle();

        assertThat(far.received).isEqualTo(upTo(50));
    }

    @Test
    void carriesARecordOfTheWholeBound() {
        int padding = BYTES_MAX - LinkPeer.bytes(0);
        joined.inNear(
                () -> {
                    assertThat(near.offer(1, padding)).isTrue();
                    near.link().flush();
                });
        joined.settle();

        assertThat(far.received).containsExactly(1L);
    }

    @Test
    void sendsNothingBeforeItIsFlushed() {
        joined.inNear(() -> assertThat(near.offer(1, 0)).isTrue());
        joined.settle();
        assertThat(far.received).isEmpty();

        joined.inNear(() -> near.link().flush());
        joined.settle();
        assertThat(far.received).containsExactly(1L);
    }

    @Test
    void carriesBothWaysWithoutMixing() {
        for (int i = 1; i <= 40; i++) {
            long number = i;
            joined.inNear(() -> sendOne(near, number));
            joined.inFar(() -> sendOne(far, number));
        }
        joined.settle();

        assertThat(near.received).isEqualTo(upTo(40));
        assertThat(far.received).isEqualTo(upTo(40));
    }

    @Test
    void refusesWhatIsBeyondItsBoundAndKeepsWhatItTook() {
        int padding = 100;
        List<Long> accepted = new ArrayList<>();
        joined.inNear(
                () -> {
                    for (long number = 1; number <= ENOUGH; number++) {
                        if (near.offer(number, padding)) {
                            accepted.add(number);
                        }
                    }
                    assertThat(near.link().writable()).isFalse();
                    near.link().flush();
                });
        joined.settle();

        assertThat(accepted).hasSize(BYTES_MAX / LinkPeer.bytes(padding));
        assertThat(far.received).isEqualTo(accepted);
    }

    @Test
    void tellsWhenItTakesMoreAgain() {
        joined.inNear(
                () -> {
                    long number = 1;
                    while (near.link().writable()) {
                        assertThat(near.offer(number++, 100)).isTrue();
                    }
                    near.link().flush();
                });
        joined.settle();

        assertThat(near.writableAgain).isEqualTo(1);
        assertThat(near.link().writable()).isTrue();
        joined.inNear(() -> assertThat(near.offer(ENOUGH, 0)).isTrue());
    }

    @Test
    void tellsWhenItTakesWhatItRefused() {
        int half = BYTES_MAX / 2 - LinkPeer.bytes(0);
        joined.inNear(
                () -> {
                    assertThat(near.offer(1, half)).isTrue();
                    assertThat(near.offer(2, half + 1)).isFalse();
                    near.link().flush();
                });
        joined.settle();

        assertThat(near.writableAgain).isEqualTo(1);
        joined.inNear(
                () -> {
                    assertThat(near.offer(2, half + 1)).isTrue();
                    near.link().flush();
                });
        joined.settle();
        assertThat(far.received).containsExactly(1L, 2L);
    }

    @Test
    void takesWhatIsBeyondItsBoundWhileNothingElseWaits() {
        joined.inNear(
                () -> {
                    assertThat(near.offer(1, BYTES_MAX)).isTrue();
                    near.link().flush();
                });
        joined.settle();

        assertThat(far.received).containsExactly(1L);
    }

    @Test
    void takesNothingAfterItsEnd() {
        joined.inNear(
                () -> {
                    near.link().close();
                    assertThat(near.link().offer(Unpooled.buffer())).isEqualTo(Link.Offer.CLOSED);
                    assertThat(near.link().writable()).isFalse();
                    near.link().flush();
                    near.link().close();
                });
        joined.settle();

        assertThat(near.closed).isEqualTo(1);
        assertThat(far.closed).isEqualTo(1);
        joined.inFar(
                () -> assertThat(far.link().offer(Unpooled.buffer())).isEqualTo(Link.Offer.CLOSED));
    }

    @Test
    void losesOnlyASuffixWhenItBreaks() {
        breakInTheMiddle();
    }

    /** Sends both ways, breaks the link in the middle of it, and judges what arrived. */
    protected final void breakInTheMiddle() {
        for (int i = 1; i <= 60; i++) {
            long number = i;
            joined.inNear(() -> sendOne(near, number));
            joined.inFar(() -> sendOne(far, number));
            if (i == 30) {
                joined.cut();
            }
        }
        joined.settle();

        assertThat(far.received).isEqualTo(upTo(far.received.size()));
        assertThat(near.received).isEqualTo(upTo(near.received.size()));
        assertThat(near.closed).isEqualTo(1);
        assertThat(far.closed).isEqualTo(1);
    }

    @Test
    void letsAHandlerAnswerAndCallsItNeverFromWithinItself() {
        far.onNumber = number -> sendOne(far, number);
        near.onNumber =
                number -> {
                    if (number < 100) {
                        sendOne(near, number + 1);
                    }
                };
        joined.inNear(() -> sendOne(near, 1));
        joined.settle();

        assertThat(far.received).isEqualTo(upTo(100));
        assertThat(near.received).isEqualTo(upTo(100));
    }

    @Test
    void letsAHandlerCloseAndTellsItNothingMore() {
        far.onNumber =
                number -> {
                    if (number == 3) {
                        far.link().close();
                    }
                };
        for (int i = 1; i <= 9; i++) {
            long number = i;
            joined.inNear(
                    () -> {
                        if (near.offer(number, 0)) {
                            near.link().flush();
                        }
                    });
            joined.settle();
        }

        assertThat(far.received).containsExactly(1L, 2L, 3L);
        assertThat(far.closed).isEqualTo(1);
        assertThat(near.closed).isEqualTo(1);
    }

    @Test
    void keepsEachFlowInOrderWhateverAnotherDoes() {
        LinkPeer firstNear = near;
        LinkPeer firstFar = far;
        Joined second = another(BYTES_MAX);
        for (int i = 1; i <= 40; i++) {
            long number = i;
            joined.inNear(() -> sendOne(firstNear, number));
            second.inNear(() -> sendOne(near, number));
        }
        second.settle();
        joined.settle();

        assertThat(firstFar.received).isEqualTo(upTo(40));
        assertThat(far.received).isEqualTo(upTo(40));
    }

    private static void sendOne(LinkPeer peer, long number) {
        if (peer.offer(number, (int) (number % 13))) {
            peer.link().flush();
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
