package dev.cardea.testkit.room;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntFunction;

/**
 * A room that puts at each tick what something other than its events says, and a script for each
 * such thing. Confined to the room.
 */
final class Wayward implements Room<None, None> {
    /** Of those that change nothing by themselves. */
    private static final int CALM_TICKS = 3;

    static final TableType<Value> VALUES = TableType.of("values", Value.class);

    /** What something said. */
    record Value(String text) {}

    /** All that it may say. */
    sealed interface Output {
        /** What something said. */
        @Id(1)
        record Said(String text) implements Output {}
    }

    /** Things without a hash of their own. */
    enum Suit {
        CLUBS,
        DIAMONDS,
        HEARTS,
        SPADES,
        CUPS,
        COINS,
        SWORDS,
        BATONS
    }

    private final Stage<Output, None> stage;
    private final IntFunction<Object> source;
    private final boolean says;
    private final Table<Value> values;

    private Wayward(Stage<Output, None> stage, IntFunction<Object> source, boolean says) {
        this.stage = stage;
        this.source = source;
        this.says = says;
        this.values = stage.table(VALUES);
    }

    private static RoomType<None, Output, None> type(IntFunction<Object> source, boolean says) {
        return RoomType.of(
                        "wayward", (Stage<Output, None> stage) -> new Wayward(stage, source, says))
                .inputs(None.class)
                .outputs(Output.class)
                .tables(VALUES)
                .tickRate(10);
    }

    @Override
    public void onJoin(Member who) {}

    @Override
    public void onLeave(Member who, LeaveReason why) {}

    @Override
    public void onInput(Member from, None input) {}

    @Override
    public void onTick(Tick tick) {
        String value =
                tick.number() <= CALM_TICKS ? "calm" : "" + source.apply((int) tick.number());
        if (says) {
            stage.broadcast(new Output.Said(value));
        } else {
            values.put(1, new Value(value));
        }
        values.put(2, new Value("" + tick.number()));
    }

    /** A script of one member and a second. */
    abstract static class Script implements RoomScript<None, Output, None> {
        private final IntFunction<Object> source;
        private final boolean says;

        Script(IntFunction<Object> source) {
            this(source, false);
        }

        Script(IntFunction<Object> source, boolean says) {
            this.source = source;
            this.says = says;
        }

        @Override
        public RoomType<None, Output, None> type() {
            return Wayward.type(source, says);
        }

        @Override
        public void play(RoomHarness<None, Output, None> room) {
            room.join("ann");
            room.ticks(10);
        }
    }

    static final class Chance extends Script {
        Chance() {
            super(tick -> Math.random());
        }
    }

    /** Shows it to nobody's eyes, but says it. */
    static final class Spoken extends Script {
        Spoken() {
            super(tick -> Math.random(), true);
        }
    }

    static final class Clock extends Script {
        Clock() {
            super(tick -> System.nanoTime());
        }
    }

    static final class OrderOfSets extends Script {
        OrderOfSets() {
            super(tick -> Set.of("left", "right"));
        }
    }

    static final class OrderOfMaps extends Script {
        OrderOfMaps() {
            super(tick -> Map.of("left", 1, "right", 2));
        }
    }

    static final class Identity extends Script {
        Identity() {
            super(tick -> System.identityHashCode(new Object()));
        }
    }

    static final class OrderOfEnums extends Script {
        OrderOfEnums() {
            super(tick -> order());
        }

        private static Object order() {
            Map<Suit, Integer> map = new HashMap<>();
            for (Suit suit : Suit.values()) {
                map.put(suit, 1);
            }
            return map.keySet();
        }
    }

    @SuppressWarnings("StringCaseLocaleUsage") // the very mistake
    static final class Locale extends Script {
        Locale() {
            super(tick -> "inn".toUpperCase());
        }
    }

    static final class Power extends Script {
        Power() {
            super(tick -> sum(Math::pow));
        }

        static long sum(DoubleBinaryOperator power) {
            long sum = 0;
            for (int i = 0; i < 100_000; i++) {
                sum = 31 * sum + Double.doubleToLongBits(power.applyAsDouble(i * 0.01, 1.7));
            }
            return sum;
        }
    }

    /** Ends otherwise elsewhere. */
    static final class Breaks extends Script {
        Breaks() {
            super(tick -> tick);
        }

        @Override
        public void play(RoomHarness<None, Output, None> room) {
            super.play(room);
            if (java.util.Locale.getDefault().getLanguage().equals("tr")) {
                throw new AssertionError("not here");
            }
        }
    }
}
