package dev.cardea.examples.dice;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.wire.Id;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A table at which two to six friends play liar's dice. Confined to the room.
 *
 * <p>Each has five dice under a cup. In turn they claim that under all cups together there are so
 * many of a face, each time more than before, until somebody says "liar": then all cups are lifted,
 * and who was wrong loses a die. Who has the last die wins.
 *
 * <p>What is hidden is hidden by the type of the table {@link #HANDS}: the room puts whole hands
 * there and never sends a die by itself, so it cannot forget to whom it may. A page that cheats has
 * nothing to show, since what its player may not see never comes to it.
 */
public final class Dice implements Room<Dice.Input, Dice.Event> {
    /** Players that a game takes. */
    static final int PLAYERS_MIN = 2;

    /** Seats at a table. */
    static final int SEATS = 6;

    /** How long somebody may think; then the room plays for it. */
    static final Duration TURN = Duration.ofSeconds(30);

    /** How long all look at all dice. */
    static final Duration REVEAL = Duration.ofSeconds(7);

    /** The key of the only row of {@link #ROUND}. */
    static final long ONLY = 1;

    /** Turn and reveal never run at the same time. */
    private static final String CLOCK = "clock";

    /** All that a player may say. */
    public sealed interface Input {
        /** Let us begin. */
        @Id(1)
        record Start() implements Input {}

        /** I claim that. */
        @Id(2)
        record Raise(Bid bid) implements Input {}

        /** The last bid is a lie. */
        @Id(3)
        record Liar() implements Input {}
    }

    /** All that the room says: what happens. How things are, its tables say. */
    public sealed interface Output {
        /** Which player you are. */
        @Id(1)
        record You(long player) implements Output {}

        /** That was not possible, and nothing has changed; to whom it concerns alone. */
        @Id(2)
        record Sorry(String why) implements Output {}

        /** New dice are under the cups. */
        @Id(3)
        record Dealt(int round, long first) implements Output {}

        /** Somebody has bid; {@code late}: the room did so, since it took too long. */
        @Id(4)
        record Bade(long player, Bid bid, boolean late) implements Output {}

        /** Somebody has called, and somebody loses a die for it. */
        @Id(5)
        record Called(Showdown showdown, long loser, boolean late) implements Output {}

        /** Somebody has lost the last die. */
        @Id(6)
        record Out(long player) implements Output {}

        /** The game is over. */
        @Id(7)
        record Won(long player) implements Output {}
    }

    /** All that the room tells itself; with numbers, since a recording has them too. */
    public sealed interface Event {
        /** Whose turn it is has taken too long. */
        @Id(1)
        record TurnOver() implements Event {}

        /** All have seen the dice. */
        @Id(2)
        record RevealOver() implements Event {}
    }

    static final TableType<Player> PLAYERS = TableType.of("players", Player.class).rowsMax(SEATS);
    static final TableType<Hand> HANDS =
            TableType.of("hands", Hand.class).rowsMax(SEATS).seenBy(Hand::audience);
    static final TableType<Round> ROUND = TableType.of("round", Round.class).rowsMax(1);

    private final Stage<Output, Event> stage;
    private final Table<Player> players;
    private final Table<Hand> hands;
    private final Table<Round> round;

    private Dice(Stage<Output, Event> stage) {
        this.stage = stage;
        this.players = stage.table(PLAYERS);
        this.hands = stage.table(HANDS);
        this.round = stage.table(ROUND);
    }

    /** The type of rooms called "dice": private tables, which friends join by a code. */
    public static RoomType<Input, Output, Event> type() {
        return RoomType.<Input, Output, Event>of("dice", Dice::new)
                .inputs(Input.class)
                .outputs(Output.class)
                .events(Event.class)
                .tables(PLAYERS, HANDS, ROUND)
                .createdByCode()
                .seats(SEATS);
    }

    @Override
    public void onOpen(Opening opening) {
        round.put(ONLY, Round.LOBBY);
    }

    // ---- who is there ----

    @Override
    public void onJoin(Member who) {
        players.put(who.id(), Player.named(who.name()));
        stage.send(who, new Output.You(who.id()));
    }

    @Override
    public void onDrop(Member who) {
        players.update(who.id(), player -> player.connected(false));
    }

    @Override
    public void onResume(Member who, Recovery how) {
        players.update(who.id(), player -> player.connected(true));
        if (how == Recovery.FRESH) {
            stage.send(who, new Output.You(who.id()));
        }
    }

    /** The dice go along, so a bid may not be possible any more: all roll again. */
    @Override
    public void onLeave(Member who, LeaveReason why) {
        boolean played = players.get(who.id()).map(Player::plays).orElse(false);
        players.remove(who.id());
        hands.remove(who.id());
        if (played && round().phase() == Phase.BIDDING) {
            dealFrom(round().turn());
        }
    }

    // ---- what players do ----

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Start() ->
                    round().objectionToStart(players.rows())
                            .ifPresentOrElse(why -> sorry(from, why), this::start);
            case Input.Raise(Bid bid) ->
                    round().objectionToBid(from.id(), bid, diceOnTable())
                            .ifPresentOrElse(why -> sorry(from, why), () -> bid(bid, false));
            case Input.Liar() ->
                    round().objectionToCall(from.id())
                            .ifPresentOrElse(why -> sorry(from, why), () -> call(false));
        }
    }

    private void sorry(Member who, String why) {
        stage.send(who, new Output.Sorry(why));
    }

    private void start() {
        round.put(ONLY, round().started());
        players.forEach((id, player) -> players.put(id, player.withAllDice()));
        List<Long> playing = playing();
        deal(playing.get(stage.random().nextInt(playing.size())));
    }

    private void bid(Bid bid, boolean late) {
        long bidder = round().turn();
        long next = Turns.after(playing(), bidder);
        round.put(ONLY, round().bade(bid, next, ring(TURN, new Event.TurnOver())));
        stage.broadcast(new Output.Bade(bidder, bid, late));
    }

    private void call(boolean late) {
        hands.forEach((id, hand) -> hands.put(id, hand.lifted()));
        int there = count(round().bid().face());
        Round called = round().called(there, ring(REVEAL, new Event.RevealOver()));
        round.put(ONLY, called);
        Optional.ofNullable(called.last())
                .map(showdown -> new Output.Called(showdown, showdown.loser(), late))
                .ifPresent(stage::broadcast);
    }

    // ---- time ----

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.TurnOver() -> playForWhoseTurnItIs();
            case Event.RevealOver() -> settle();
        }
    }

    /** At random, and with the random numbers of the room: a replay plays the same. */
    private void playForWhoseTurnItIs() {
        Bid bid = round().bid();
        Optional<Bid> higher = bid.raised(diceOnTable(), stage.random());
        boolean mustBid = bid.equals(Bid.NONE);
        if (higher.isPresent() && (mustBid || stage.random().nextBoolean())) {
            bid(higher.get(), true);
        } else {
            call(true);
        }
    }

    /** Who was wrong loses a die, and begins the next round. */
    private void settle() {
        Showdown showdown = round().last();
        if (showdown == null) {
            return;
        }
        long loser = showdown.loser();
        players.update(loser, Player::withoutOne);
        if (players.get(loser).filter(player -> !player.plays()).isPresent()) {
            stage.broadcast(new Output.Out(loser));
        }
        dealFrom(loser);
    }

    /** The next round, or the end if there is nobody to play it. */
    private void dealFrom(long who) {
        List<Long> playing = playing();
        if (playing.size() < PLAYERS_MIN) {
            end(playing.isEmpty() ? 0 : playing.getFirst());
        } else {
            deal(Turns.from(playing, who));
        }
    }

    private void deal(long first) {
        clearHands();
        for (long id : playing()) {
            hands.put(id, Hand.rolled(id, dice(id), stage.random()));
        }
        round.put(ONLY, round().dealt(first, ring(TURN, new Event.TurnOver())));
        stage.broadcast(new Output.Dealt(round().number(), first));
    }

    private void end(long winner) {
        clearHands();
        stage.cancel(CLOCK);
        round.put(ONLY, round().won(winner));
        stage.broadcast(new Output.Won(winner));
    }

    private void clearHands() {
        hands.forEach((id, hand) -> hands.remove(id));
    }

    /** When {@code event} comes, in Unix time. */
    private long ring(Duration delay, Event event) {
        stage.after(CLOCK, delay, event);
        return stage.now().plus(delay).toEpochMilli();
    }

    // ---- how things are ----

    private Round round() {
        return round.get(ONLY).orElse(Round.LOBBY);
    }

    /** In the order in which they sit, which is that of their numbers. */
    private List<Long> playing() {
        return stage.members().stream().map(Member::id).filter(id -> dice(id) > 0).toList();
    }

    private int dice(long id) {
        return players.get(id).map(Player::dice).orElse((byte) 0);
    }

    private int diceOnTable() {
        return playing().stream().mapToInt(this::dice).sum();
    }

    private int count(int face) {
        int[] there = {0};
        hands.forEach((id, hand) -> there[0] += hand.count(face));
        return there[0];
    }
}
