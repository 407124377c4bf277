package dev.cardea.bench;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import java.util.List;

/** A room whose members' rows all move each tick. Confined to the room. */
final class Swarm implements Room<Swarm.Input, None> {
    /** Ticks per second. */
    static final int RATE = 20;

    /** Ticks per second of a crowd: fewer, so that the largest does not fill the machine. */
    static final int CROWD_RATE = 5;

    /** The type in which everybody sees everybody. */
    static final String ALL = "swarm";

    /** Sizes of crowds, in which one sees who is near. */
    static final List<Integer> CROWDS = List.of(300, 1_000, 3_000);

    /** Bytes of a coordinate, counted by hand: 102,401 steps are two bytes and a bit. */
    static final int COORDINATE_BYTES = 3;

    /** In a crowd, about so many are in sight, however many there are. */
    static final int IN_SIGHT = 30;

    private static final int SEATS = 10_000;
    private static final float EDGE = 512;
    private static final float STEP = 0.4f;

    /** How far a member of a crowd sees. */
    private static final double SIGHT = 10;

    /** What a member may say; it changes its row once more. */
    sealed interface Input {
        @Id(1)
        record Turn(Bytes body) implements Input {}
    }

    /** One member. */
    record Bird(
            @Quantize(step = 0.01, min = -EDGE, max = EDGE) float x,
            @Quantize(step = 0.01, min = -EDGE, max = EDGE) float y,
            @Quantize(step = 0.01, min = -4, max = 4) float heading,
            int health) {}

    private static final TableType<Bird> BIRDS = TableType.of("birds", Bird.class).rowsMax(SEATS);
    private static final TableType<Bird> NEAR_BIRDS =
            BIRDS.near(Bird::x, Bird::y, SIGHT, SIGHT * 1.1);

    private final Stage<None, None> stage;
    private final Table<Bird> birds;
    private final double side;
    private final boolean crowd;
    private final Lateness.OfRoom lateness = new Lateness.OfRoom();

    private Swarm(Stage<None, None> stage, boolean crowd, double side) {
        this.stage = stage;
        this.crowd = crowd;
        this.side = side;
        this.birds = stage.table(crowd ? NEAR_BIRDS : BIRDS);
    }

    static RoomType<Input, None, None> all() {
        return RoomType.<Input, None, None>of(ALL, stage -> new Swarm(stage, false, EDGE * 2))
                .tables(BIRDS)
                .inputs(Input.class)
                .outputs(None.class)
                .seats(SEATS)
                .tickRate(RATE);
    }

    /** What a crowd of that size is called. */
    static String crowd(int members) {
        return "crowd-" + members;
    }

    /** As large as it must be for so many members to be as dense as others. */
    static RoomType<Input, None, None> near(int members) {
        double side = Math.sqrt(Math.PI * SIGHT * SIGHT * members / IN_SIGHT);
        return RoomType.<Input, None, None>of(crowd(members), stage -> new Swarm(stage, true, side))
                .tables(NEAR_BIRDS)
                .inputs(Input.class)
                .outputs(None.class)
                .seats(SEATS)
                .tickRate(CROWD_RATE);
    }

    @Override
    public void onJoin(Member who) {
        birds.put(who.id(), new Bird(place(), place(), 0, 100));
    }

    /** Somewhere in the square. */
    private float place() {
        return (float) ((stage.random().nextDouble() - 0.5) * side);
    }

    @Override
    public void onInput(Member from, Input input) {
        birds.update(
                from.id(), bird -> new Bird(bird.x, bird.y, bird.heading, bird.health % 100 + 1));
    }

    @Override
    public void onTick(Tick tick) {
        if (!crowd) {
            lateness.tick(tick.number());
        }
        float by = tick.number() % 20 < 10 ? STEP : -STEP; // there and back
        birds.forEach(
                (key, bird) ->
                        birds.put(
                                key,
                                new Bird(bird.x + by, bird.y - by, bird.heading, bird.health)));
        if (crowd) {
            for (Member member : stage.members()) {
                birds.get(member.id()).ifPresent(bird -> stage.lookFrom(member, bird.x, bird.y));
            }
        }
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        birds.remove(who.id());
    }
}
