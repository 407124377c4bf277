package dev.cardea.room.saved;

import dev.cardea.room.Agents;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Rooms;
import dev.cardea.room.TableType;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomLoop;
import dev.cardea.room.loop.StateViewer;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A garden as a fold over events by chance, with what it does. Confined to the test. */
final class GardenRun implements Surroundings<Garden.Output> {
    final List<String> done = new ArrayList<>();
    final TreeMap<String, Operation> pending = new TreeMap<>();
    private final TreeSet<Long> asks = new TreeSet<>();
    private final Map<Integer, OwnerSnapshot.Member> seats = new TreeMap<>();
    private final ByteBuf scratch = Unpooled.buffer();
    private final RoomLoop<Garden.Input, Garden.Output, Garden.Event> loop =
            new RoomLoop<>(Garden.TYPE, this, SavedType.of(Garden.TYPE));
    private long micros = 1_700_000_000_000_000L;
    private long tick;
    private int nextSeat = 1;

    static GardenRun opened(long seed) {
        GardenRun run = new GardenRun();
        run.apply(new RoomEvent.Opened(Opening.Created.with(Bytes.EMPTY), seed));
        return run;
    }

    /** The room of {@code other} as it is at rest, in another loop. */
    static GardenRun restored(GardenRun other, Duration age) throws UnreadableRoomException {
        SavedRoom saved = SavedForm.read(SavedForm.write(other.save()));
        GardenRun run = new GardenRun();
        run.micros = other.micros;
        run.tick = other.tick;
        run.nextSeat = other.nextSeat;
        run.seats.putAll(other.seats);
        run.apply(new RoomEvent.Restored(saved, age));
        return run;
    }

    SavedRoom save() {
        return loop.save(new OwnerSnapshot(nextSeat, List.copyOf(seats.values())));
    }

    void apply(RoomEvent event) {
        loop.apply(event, micros);
    }

    /** Something happens. Two runs whose rooms are alike do the same by the same chance. */
    void step(SplittableRandom random) {
        micros += random.nextInt(60_000);
        runDue();
        int choice = random.nextInt(12);
        if (seats.isEmpty() || choice == 0) {
            join(random.nextInt(4) == 0);
        } else if (choice < 4) {
            apply(new RoomEvent.Ticked(++tick));
        } else if (choice == 4 && !pending.isEmpty()) {
            settle(random.nextBoolean() ? new Outcome.Done() : new Outcome.TryLater(5));
        } else {
            int seat = (int) seats.keySet().toArray()[random.nextInt(seats.size())];
            apply(new RoomEvent.Received(seat, input(random)));
        }
    }

    private static Garden.Input input(SplittableRandom random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Garden.Input.Walk(random.nextDouble(-3, 3));
            case 2 -> new Garden.Input.Plant(random.nextInt(30));
            case 3 -> new Garden.Input.Wait("timer" + random.nextInt(5), random.nextInt(900));
            case 4 -> new Garden.Input.Pay("prize/" + random.nextInt(6));
            case 5 -> new Garden.Input.Label("season " + random.nextInt(4), random.nextBoolean());
            default -> new Garden.Input.Ask();
        };
    }

    private void join(boolean watches) {
        int seat = nextSeat++;
        SessionId session = new SessionId(9, seat);
        Identity who = new Identity("account" + seat, "name" + seat);
        seats.put(seat, new OwnerSnapshot.Member(seat, session, who, 0, watches));
        apply(
                watches
                        ? new RoomEvent.Watched(seat, session, who)
                        : new RoomEvent.Joined(seat, session, who));
    }

    private void settle(Outcome outcome) {
        String key = pending.firstKey();
        pending.remove(key);
        apply(new RoomEvent.Settled(key, outcome));
    }

    /** Timers that are due, and answers that did not come. */
    void runDue() {
        for (RoomEvent due = loop.due(micros); due != null; due = loop.due(micros)) {
            apply(due);
        }
    }

    /** What a crash does to a room in any case: nobody is there, and no work is answered. */
    void loseTheOutside() {
        seats.keySet().forEach(seat -> apply(new RoomEvent.Dropped(seat)));
        List.copyOf(asks).forEach(ask -> apply(new RoomEvent.Answered(ask, null)));
    }

    void comeBack() {
        seats.keySet().forEach(seat -> apply(new RoomEvent.Resumed(seat, Recovery.FRESH)));
    }

    /** All that can be told of the room from outside, cells and chance included. */
    List<String> state() {
        List<String> state =
                new ArrayList<>(List.of("saved " + save().clock(), "" + save().state()));
        loop.show(
                new StateViewer() {
                    @Override
                    public void member(Member member) {
                        state.add(member + " " + member.session() + member.attached());
                    }

                    @Override
                    public void spectator(Member spectator) {
                        member(spectator);
                    }

                    @Override
                    public void timer(String name, long dueMicros) {
                        state.add("timer " + name + ' ' + dueMicros);
                    }

                    @Override
                    public void durable(String key) {
                        state.add("durable " + key);
                    }

                    @Override
                    public void labels(Map<String, String> labels, boolean hidden) {
                        state.add("labels " + labels + hidden);
                    }

                    @Override
                    public void view(int member, long groups, double x, double y) {
                        state.add("view " + member + ' ' + groups + ' ' + x + ' ' + y);
                    }

                    @Override
                    public void row(TableType<?> table, long key, Object row, ByteBuf encoded) {
                        state.add(table + " " + key + ' ' + row);
                    }
                });
        state.sort(null);
        return state;
    }

    @Override
    public void send(SessionId to, Garden.Output message, Delivery delivery) {
        done.add("to " + to + ": " + message);
    }

    @Override
    public void broadcast(Garden.Output message, Delivery delivery) {
        done.add("" + message);
    }

    @Override
    public void kick(SessionId member, String why) {
        done.add("kick " + member);
    }

    @Override
    public @Nullable Aside ask(long ask, Callable<?> work) {
        asks.add(ask);
        return () -> asks.remove(ask);
    }

    @Override
    public void settle(String key, Operation operation) {
        pending.put(key, operation);
    }

    @Override
    public ByteBuf scratch() {
        return scratch.clear();
    }

    @Override
    public Rooms rooms() {
        throw new AssertionError("not in this test");
    }

    @Override
    public Agents agents() {
        throw new AssertionError("not in this test");
    }
}
