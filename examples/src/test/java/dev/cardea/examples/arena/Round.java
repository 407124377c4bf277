package dev.cardea.examples.arena;

import dev.cardea.room.Agents;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.Tick;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An arena in virtual time: ticks come when the test says so, and inputs go over the wire's form.
 * Confined to the test.
 */
final class Round {
    private static final long MICROS_PER_TICK = 1_000_000 / Motion.RATE;

    /** What the room said, since the last {@link #said}. */
    private final List<Arena.Output> said = new ArrayList<>();

    private final Map<Long, Ship> ships = new TreeMap<>();
    private final Map<Long, Shot> shots = new TreeMap<>();
    private final Protocol<Arena.Input> inputs;
    private final RoomLoop<Arena.Input, Arena.Output, None> loop;
    private final List<Consumer<Table<Ship>>> alterations = new ArrayList<>();
    private long tick;

    private Round(int bots, long seed) {
        RoomType<Arena.Input, Arena.Output, None> arena = Arena.type(bots);
        this.inputs = arena.inputs();
        RoomType<Arena.Input, Arena.Output, None> watched =
                RoomType.<Arena.Input, Arena.Output, None>of(
                                arena.name(), stage -> new Watched(arena.make(stage), stage))
                        .inputs(arena.inputs())
                        .outputs(arena.outputs())
                        .tables(Arena.SHIPS, Arena.SHOTS)
                        .tickRate(arena.tickRate());
        this.loop = new RoomLoop<>(watched, new Around());
        apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), seed));
    }

    static Round of(int bots, long seed) {
        return new Round(bots, seed);
    }

    private void apply(RoomEvent event) {
        loop.apply(event, tick * MICROS_PER_TICK);
    }

    void join(int member, String name) {
        apply(
                new RoomEvent.Joined(
                        member, new SessionId(0, member), new Identity("dev:" + name, name)));
    }

    void leave(int member) {
        apply(new RoomEvent.Left(member, LeaveReason.LEFT));
    }

    void resume(int member, Recovery how) {
        apply(new RoomEvent.Dropped(member));
        apply(new RoomEvent.Resumed(member, how));
    }

    void step(int member, Arena.Input.Step step) {
        apply(new RoomEvent.Received(member, inputs.decode(encoded(step))));
    }

    /** What is left of a step on its way to the room. */
    ByteBuf encoded(Arena.Input.Step step) {
        ByteBuf out = Unpooled.buffer();
        inputs.encode(step, out);
        return out;
    }

    Arena.Input decoded(ByteBuf bytes) {
        return inputs.decode(bytes);
    }

    void tick() {
        tick++;
        apply(new RoomEvent.Ticked(tick));
    }

    void ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
    }

    /** Puts a ship at rest somewhere, which is seen after the tick that this takes. */
    void place(long key, double x, double y) {
        alterations.add(table -> table.update(key, ship -> ship.launched(x, y)));
        tick();
    }

    Map<Long, Ship> ships() {
        return ships;
    }

    Map<Long, Shot> shots() {
        return shots;
    }

    Ship ship(long key) {
        Ship ship = ships.get(key);
        if (ship == null) {
            throw new AssertionError("no ship " + key);
        }
        return ship;
    }

    List<Arena.Output> said() {
        List<Arena.Output> all = List.copyOf(said);
        said.clear();
        return all;
    }

    /** The arena, and a look at its tables after each event. */
    private final class Watched implements Room<Arena.Input, None> {
        private final Room<Arena.Input, None> arena;
        private final Table<Ship> shipTable;
        private final Table<Shot> shotTable;

        Watched(Room<Arena.Input, None> arena, Stage<Arena.Output, None> stage) {
            this.arena = arena;
            this.shipTable = stage.table(Arena.SHIPS);
            this.shotTable = stage.table(Arena.SHOTS);
        }

        private void look() {
            ships.clear();
            shots.clear();
            shipTable.forEach(ships::put);
            shotTable.forEach(shots::put);
        }

        @Override
        public void onOpen(Opening opening) {
            arena.onOpen(opening);
            look();
        }

        @Override
        public void onJoin(Member who) {
            arena.onJoin(who);
            look();
        }

        @Override
        public void onDrop(Member who) {
            arena.onDrop(who);
            look();
        }

        @Override
        public void onResume(Member who, Recovery how) {
            arena.onResume(who, how);
            look();
        }

        @Override
        public void onLeave(Member who, LeaveReason why) {
            arena.onLeave(who, why);
            look();
        }

        @Override
        public void onInput(Member from, Arena.Input input) {
            arena.onInput(from, input);
            look();
        }

        @Override
        public void onTick(Tick now) {
            alterations.forEach(each -> each.accept(shipTable));
            alterations.clear();
            arena.onTick(now);
            look();
        }
    }

    private final class Around implements Surroundings<Arena.Output> {
        private final ByteBuf scratch = Unpooled.buffer();

        @Override
        public void send(SessionId to, Arena.Output message, Delivery delivery) {
            said.add(message);
        }

        @Override
        public void broadcast(Arena.Output message, Delivery delivery) {
            said.add(message);
        }

        @Override
        public void kick(SessionId member, String why) {
            throw unused();
        }

        @Override
        public @Nullable Aside ask(long ask, Callable<?> work) {
            throw unused();
        }

        @Override
        public void settle(String key, Operation operation) {
            throw unused();
        }

        @Override
        public ByteBuf scratch() {
            return scratch.clear();
        }

        @Override
        public Rooms rooms() {
            throw unused();
        }

        @Override
        public Agents agents() {
            throw unused();
        }

        private static AssertionError unused() {
            return new AssertionError("an arena does not use this");
        }
    }
}
