package dev.cardea.testkit.room;

import dev.cardea.room.Member;
import dev.cardea.room.Recovery;
import dev.cardea.room.TableType;
import dev.cardea.room.table.Replica;
import dev.cardea.session.SessionId;
import dev.cardea.testkit.SimWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A member of a room under test, seen from its client: what it says goes to the room as bytes, and
 * what it has heard came from there as bytes. Confined to the test's thread.
 *
 * @param <I> what may be said to the room
 * @param <O> what the room may say
 */
public final class SimMember<I, O> {
    /** Outputs that it keeps until they are taken. */
    public static final int OUTPUTS_MAX = 100_000;

    private final RoomHarness<I, O, ?> harness;
    private final MemberStream<I, O> stream;
    private final NetworkCuts cuts;

    SimMember(
            RoomHarness<I, O, ?> harness,
            SimWorld world,
            SimNetwork network,
            MemberStream<I, O> stream) {
        this.harness = harness;
        this.stream = stream;
        this.cuts = new NetworkCuts(world, network.cuts(), stream);
    }

    MemberStream<I, O> stream() {
        return stream;
    }

    // ---- who it is ----

    /** The number that the room gave it; see {@link Member#id}. */
    public long id() {
        return stream.seat();
    }

    /** What the player is known by in the data. */
    public String account() {
        return stream.who().account();
    }

    /** What other players see. */
    public String name() {
        return stream.who().name();
    }

    /** Its session. */
    public SessionId session() {
        return stream.session();
    }

    // ---- what it says ----

    /**
     * Says {@code input} to the room. While it has no connection, that waits, as in a client; with
     * a perfect network it is applied when this returns.
     *
     * @throws AssertionError if the input does not survive its codec
     * @throws IllegalArgumentException if the codec cannot say it
     * @throws IllegalStateException if it is no member any more, or 256 inputs wait already
     */
    public void send(I input) {
        requireMember();
        stream.send(input);
        harness.settleNow();
    }

    /** Inputs that it does not know to be applied. */
    public int unapplied() {
        return stream.unapplied();
    }

    // ---- what it knows ----

    /** All that it has heard since they were last taken, oldest first. */
    public List<O> outputs() {
        return List.copyOf(stream.outputs());
    }

    /** Those of them that are of that kind. */
    public <T extends O> List<T> outputs(Class<T> kind) {
        return stream.outputs().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What it has heard last of that kind, since they were last taken. */
    public <T extends O> Optional<T> lastOutput(Class<T> kind) {
        List<T> all = outputs(kind);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** The same as {@link #outputs()}, which is empty then. */
    public List<O> takeOutputs() {
        List<O> taken = outputs();
        stream.outputs().clear();
        return taken;
    }

    /** Its copy of a table, as the Java client has it. */
    public <R> Replica<R> table(TableType<R> type) {
        return stream.replicas().of(type);
    }

    /**
     * The row of that key in that copy.
     *
     * @throws AssertionError if there is none
     */
    public <R> R row(TableType<R> type, long key) {
        return table(type)
                .get(key)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        name() + " knows no row " + key + " in table " + type));
    }

    /** The rows of that copy by their keys, to be compared with {@link RoomHarness#rowsAsTold}. */
    public <R> Map<Long, R> rows(TableType<R> type) {
        Map<Long, R> rows = new TreeMap<>();
        table(type).forEach(rows::put);
        return rows;
    }

    // ---- its connection ----

    /**
     * Whether it has a connection by which it has received all that it missed. False while it is
     * dropped, or cut by the network.
     */
    public boolean live() {
        return stream.live();
    }

    /**
     * Loses its connection, with whatever is under way. It keeps its seat for a minute, unless
     * {@link RoomSetup#limits} says otherwise.
     */
    public void drop() {
        requireMember();
        cuts.takeOver();
        stream.cut();
        harness.settleNow();
    }

    /** Connects again and goes on from where it was; time passes as the network takes it. */
    public Resumption resume() {
        requireMember();
        if (!stream.connected()) {
            connect();
        }
        harness.until(() -> stream.live() || stream.gone() != null, name() + " comes back");
        Gone gone = stream.gone();
        Recovery recovery = stream.recovery();
        if (gone != null || recovery == null) {
            return new Resumption.Lost(gone().orElseThrow());
        }
        return new Resumption.Back(recovery);
    }

    /**
     * The same of a client that has forgotten everything but its session, as an application that
     * was started anew: it gets the full state.
     */
    public Resumption resumeAfresh() {
        requireMember();
        stream.cut();
        stream.forget();
        return resume();
    }

    void connect() {
        stream.connect();
        cuts.connected();
    }

    /** What the room has said arrives now. */
    void deliver() {
        MemberConnection connection = stream.connection();
        if (connection != null) {
            connection.deliver();
        }
    }

    void stopCuts() {
        cuts.stop();
    }

    // ---- its end ----

    /** Leaves, after what it said before. */
    public void leave() {
        requireMember();
        stream.leave();
        harness.settleNow();
    }

    /** How its membership ended; empty while it lasts, or as far as it knows. */
    public Optional<Gone> gone() {
        return Optional.ofNullable(stream.gone());
    }

    private void requireMember() {
        if (stream.gone() != null) {
            throw new IllegalStateException(name() + " is no member any more: " + stream.gone());
        }
    }

    @Override
    public String toString() {
        return "member " + id() + " (" + name() + ')';
    }
}
