package dev.cardea.server.client;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import java.util.Map;
import java.util.TreeMap;

/** A room whose members walk about and leave flags, fifty times a second. Confined to the room. */
final class Field implements Room<Field.Input, None> {
    sealed interface Input {
        @Id(1)
        record Walk(float byX) implements Input {}

        @Id(2)
        record Plant(int place, String text) implements Input {}

        @Id(3)
        record Pull(int place) implements Input {}

        /** Everybody is to be told what the field looks like. */
        @Id(4)
        record Look() implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Looks(int walkers, int flags, long hash) implements Output {}
    }

    record Walker(@Quantize(step = 0.25, min = -1000, max = 1000) float x, int steps) {}

    record Flag(String text) {}

    static final TableType<Walker> WALKERS = TableType.of("walkers", Walker.class);
    static final TableType<Flag> FLAGS = TableType.of("flags", Flag.class);
    static final RoomType<Input, Output, None> TYPE =
            RoomType.<Input, Output, None>of("field", Field::new)
                    .inputs(Input.class)
                    .outputs(Output.class)
                    .tickRate(50)
                    .spectators(2)
                    .tables(WALKERS, FLAGS);

    private final Stage<Output, None> stage;
    private final Table<Walker> walkers;
    private final Table<Flag> flags;

    private Field(Stage<Output, None> stage) {
        this.stage = stage;
        this.walkers = stage.table(WALKERS);
        this.flags = stage.table(FLAGS);
    }

    @Override
    public void onJoin(Member who) {
        walkers.put(who.id(), new Walker(0, 0));
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Walk(float byX) ->
                    walkers.update(from.id(), at -> new Walker(at.x() + byX, at.steps()));
            case Input.Plant(int place, String text) -> flags.put(place, new Flag(text));
            case Input.Pull(int place) -> flags.remove(place);
            case Input.Look() -> stage.broadcast(looks(walkers::forEach, flags::forEach));
        }
    }

    @Override
    public void onTick(Tick tick) {
        if (tick.number() % 7 == 0 && tick.number() < 2_000) {
            walkers.forEach((key, at) -> walkers.put(key, new Walker(at.x(), at.steps() + 1)));
        }
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        walkers.remove(who.id());
    }

    /** All rows of a table. */
    interface Rows<R> {
        void forEach(Table.Visitor<R> visitor);
    }

    /** What the tables come to; the steps, which go on, aside. */
    static Output.Looks looks(Rows<Walker> walkers, Rows<Flag> flags) {
        Map<Long, Object> all = new TreeMap<>();
        walkers.forEach((key, at) -> all.put(-key, at.x()));
        int walking = all.size();
        flags.forEach((key, flag) -> all.put(key + 1, flag.text()));
        return new Output.Looks(walking, all.size() - walking, all.hashCode());
    }
}
