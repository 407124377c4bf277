package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.testkit.room.Tag.Event;
import dev.cardea.testkit.room.Tag.Input;
import dev.cardea.testkit.room.Tag.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Goal: over a bad network each input is applied once and in order, each output heard once and in
 * order, and all tables end equal. Method: seeds of delays, cuts and drops over one room.
 */
class RoomNetworkSimTest {
    private static final int SEEDS = 100;
    private static final SimNetwork BAD =
            SimNetwork.withLatency(Duration.ofMillis(40))
                    .jitter(Duration.ofMillis(30))
                    .cut(Duration.ofMillis(600), Duration.ofMillis(500), 6);

    /** One run. */
    private static final class Run {
        final RoomHarness<Input, Output, Event> room;
        final List<SimMember<Input, Output>> members = new ArrayList<>();
        final List<List<String>> said = new ArrayList<>();
        int cutsSeen;

        Run(long seed, SimNetwork network) {
            room = RoomHarness.of(Tag.type(account -> 1)).seed(seed).network(network).open();
            for (String name : List.of("ann", "ben", "cid")) {
                members.add(room.join(name));
                said.add(new ArrayList<>());
            }
        }

        void play(int steps) {
            RandomGenerator random = room.random();
            for (int step = 0; step < steps; step++) {
                int which = random.nextInt(members.size());
                SimMember<Input, Output> member = members.get(which);
                cutsSeen += member.live() ? 0 : 1;
                switch (random.nextInt(10)) {
                    case 0 -> member.drop();
                    case 1, 2 -> member.resume();
                    case 3, 4 -> member.send(new Input.Run(random.nextFloat(-1, 1), 1));
                    default -> {
                        String text = which + "." + step;
                        member.send(new Input.Shout(text));
                        said.get(which).add(text);
                    }
                }
                room.advance(Duration.ofMillis(random.nextInt(60)));
            }
            members.forEach(SimMember::resume);
            room.settle();
        }

        List<String> heard(int member, String prefix) {
            return members.get(member).outputs(Output.Shouted.class).stream()
                    .map(Output.Shouted::text)
                    .filter(text -> text.startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void everybodyEndsWithEverythingOnceAndInOrder() {
        int cutsSeen = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Run run = new Run(seed, BAD);
            run.play(80);
            cutsSeen += run.cutsSeen;
            for (int member = 0; member < 3; member++) {
                SimMember<Input, Output> each = run.members.get(member);
                assertThat(each.rows(Tag.RUNNERS))
                        .as("%s, seed %d", each, seed)
                        .isEqualTo(run.room.rowsAsTold(Tag.RUNNERS))
                        .hasSize(3);
                assertThat(each.unapplied()).as("%s, seed %d", each, seed).isZero();
                for (int speaker = 0; speaker < 3; speaker++) {
                    assertThat(run.heard(member, speaker + "."))
                            .as("what %s heard of %d, seed %d", each, speaker, seed)
                            .isEqualTo(run.said.get(speaker));
                }
            }
        }
        assertThat(cutsSeen).as("steps of members without a connection").isGreaterThan(SEEDS * 10);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Set<List<Output>> different = new HashSet<>();
        for (long seed = 1; seed <= 5; seed++) {
            Run one = new Run(seed, BAD);
            Run other = new Run(seed, BAD);
            one.play(50);
            other.play(50);
            assertThat(one.members.getFirst().outputs())
                    .isEqualTo(other.members.getFirst().outputs());
            assertThat(one.room.rows(Tag.RUNNERS)).isEqualTo(other.room.rows(Tag.RUNNERS));
            different.add(one.members.getFirst().outputs());
        }
        assertThat(different).hasSize(5);
    }

    @Test
    void joiningAndSpeakingTakeTheTimeOfTheNetwork() {
        Duration latency = Duration.ofMillis(100);
        RoomHarness<Input, Output, Event> room =
                RoomHarness.of(Tag.type(account -> 1))
                        .network(SimNetwork.withLatency(latency))
                        .open();
        var before = room.now();
        SimMember<Input, Output> ann = room.join("ann");
        assertThat(Duration.between(before, room.now()))
                .isBetween(latency.multipliedBy(4), latency.multipliedBy(5));
        ann.send(new Input.Shout("hello"));
        room.advance(latency.multipliedBy(2).minusMillis(1));
        assertThat(ann.outputs()).isEmpty();
        room.advance(Duration.ofMillis(1));
        assertThat(ann.outputs()).containsExactly(new Output.Shouted(ann.id(), "hello"));
    }

    @Test
    void theNetworkCutsNoMoreOftenThanItMay() {
        RoomHarness<Input, Output, Event> room =
                RoomHarness.of(Tag.type(account -> 1))
                        .network(
                                SimNetwork.PERFECT.cut(
                                        Duration.ofMillis(100), Duration.ofMillis(100), 3))
                        .open();
        SimMember<Input, Output> ann = room.join("ann");
        int cuts = 0;
        for (int millis = 0; millis < 5_000; millis++) {
            boolean was = ann.live();
            room.advance(Duration.ofMillis(1));
            cuts += was && !ann.live() ? 1 : 0;
        }
        assertThat(cuts).isEqualTo(3);
        assertThat(ann.live()).isTrue();
    }
}
