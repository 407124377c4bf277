package dev.cardea.room.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.loop.RoomEvent;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a room that was saved goes on as if nothing had happened; method: by chance, from seeds,
 * two rooms live through the same, of which one was saved and restored in between.
 */
class RestoredRoomTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 60;

    @Test
    void isAsItWas() throws UnreadableRoomException {
        for (long seed = 0; seed < SEEDS; seed++) {
            GardenRun room = GardenRun.opened(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = random.nextInt(STEPS); i > 0; i--) {
                room.step(random);
            }
            room.loseTheOutside();
            GardenRun restored = GardenRun.restored(room, Duration.ofSeconds(3));
            assertThat(restored.state()).as("seed " + seed).isEqualTo(room.state());
            assertThat(restored.pending).as("seed " + seed).isEqualTo(room.pending);
            assertThat(restored.done).containsExactly("Line[text=restored after PT3S]");
        }
    }

    @Test
    void doesTheSameByTheSameChance() throws UnreadableRoomException {
        for (long seed = 0; seed < SEEDS; seed++) {
            GardenRun room = GardenRun.opened(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = random.nextInt(STEPS); i > 0; i--) {
                room.step(random);
            }
            room.loseTheOutside();
            GardenRun restored = GardenRun.restored(room, Duration.ofSeconds(3));
            room.done.clear();
            restored.done.clear();
            liveOn(room, new SplittableRandom(~seed));
            liveOn(restored, new SplittableRandom(~seed));
            assertThat(restored.done).as("seed " + seed).isEqualTo(room.done).isNotEmpty();
            assertThat(restored.state()).as("seed " + seed).isEqualTo(room.state());
        }
    }

    private static void liveOn(GardenRun room, SplittableRandom random) {
        room.comeBack();
        for (int i = 0; i < STEPS; i++) {
            room.step(random);
        }
    }

    @Test
    void answersWhatItHadAskedForByItsOrElseOnce() throws UnreadableRoomException {
        GardenRun room = GardenRun.opened(1);
        Identity ann = new Identity("ann", "ann");
        room.apply(new RoomEvent.Joined(1, new SessionId(9, 1), ann));
        room.apply(new RoomEvent.Received(1, new Garden.Input.Ask()));
        GardenRun restored = GardenRun.restored(room, Duration.ZERO);
        restored.done.clear();
        restored.runDue();
        assertThat(restored.done)
                .singleElement()
                .asString()
                .as("not quantised")
                .contains("nobody knew 1.7");
        restored.runDue();
        assertThat(restored.done).hasSize(1);
    }

    @Test
    void refusesToSaveWhatIsNotSaved() {
        assertThatThrownBy(() -> SavedType.of(Garden.TYPE).cell("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String is no record");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void tellsDamageAndNewerForms(int steps) throws UnreadableRoomException {
        GardenRun room = GardenRun.opened(2);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < steps * 20; i++) {
            room.step(random);
        }
        byte[] written = SavedForm.write(room.save());
        assertThat(SavedForm.read(written)).isEqualTo(room.save());
        for (int i = 1; i < written.length; i++) {
            byte[] damaged = written.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> SavedForm.read(damaged))
                    .isInstanceOf(UnreadableRoomException.class)
                    .hasMessageContaining("damaged");
        }
        byte[] newer = written.clone();
        newer[0] = 9;
        assertThatThrownBy(() -> SavedForm.read(newer)).hasMessageContaining("newer build");
        assertThatThrownBy(() -> SavedForm.read(new byte[3])).hasMessageContaining("3 bytes");
    }
}
