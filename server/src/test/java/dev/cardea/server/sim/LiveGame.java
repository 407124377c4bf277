package dev.cardea.server.sim;

import dev.cardea.client.engine.MemberHandler;
import dev.cardea.client.engine.Membership;
import dev.cardea.client.engine.Offer;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One membership in a room as its player's game sees it. Confined to the player's loop. What it
 * hears is what the room said to it: all of it, once and in order, from the welcome on that follows
 * each fresh state.
 */
final class LiveGame implements MemberHandler {
    private final LivePlayer player;
    private final LiveJudge judge;
    private final String key;
    private final List<Long> offered = new ArrayList<>();

    /** The offered ones of which the judge does not know yet what became of them. */
    private final ArrayDeque<Long> open = new ArrayDeque<>();

    private @Nullable Membership membership;
    private @Nullable LiveStay at;
    private int heard;
    private boolean joined;
    private boolean left;
    private boolean ended;
    private boolean awaitsWelcome;

    LiveGame(LivePlayer player, String key) {
        this.player = player;
        this.judge = player.judge();
        this.key = key;
    }

    void membership(Membership made) {
        membership = made;
    }

    LivePlayer player() {
        return player;
    }

    boolean ended() {
        return ended;
    }

    // ---- what the game does ----

    void speak(int padding) {
        offer(new LiveRoom.Say.Line(judge.nextNumber(), "y".repeat(padding)));
    }

    void speakLater() {
        offer(new LiveRoom.Say.Later(judge.nextNumber()));
    }

    private void offer(LiveRoom.Say what) {
        Membership to = membership;
        if (to == null || !joined || left) {
            return;
        }
        long number =
                switch (what) {
                    case LiveRoom.Say.Line(long n, String _) -> n;
                    case LiveRoom.Say.Later(long n) -> n;
                };
        ByteBuf body = Unpooled.buffer();
        LiveRoom.SAY.encode(what, body);
        judge.inputs().offered(this, number);
        offered.add(number);
        open.add(number);
        if (!(to.offer(Bytes.of(body)) instanceof Offer.Accepted)) {
            offered.removeLast();
            open.removeLast();
            judge.count("input refused by the client");
        }
    }

    void leave() {
        Membership from = membership;
        if (from != null && !ended && !left) {
            left = true;
            judge.count("leaves");
            from.leave();
        }
    }

    /** What was offered before {@code input} and is not known to be settled. */
    List<Long> openUpTo(long input) {
        while (!open.isEmpty() && judge.inputs().settled(open.element())) {
            open.remove();
        }
        return open.stream().filter(before -> before < input).toList();
    }

    // ---- what it is told ----

    @Override
    public void onJoined() {
        joined = true;
        awaitsWelcome = true;
        judge.count("joined");
    }

    @Override
    public void onRefused(int status, String text) {
        judge.count("join refused " + status);
        judge.note(player + " is refused " + key + ": " + status + " " + text);
        over();
    }

    @Override
    public void onState(ByteBuf part) {}

    @Override
    public void onFresh() {
        awaitsWelcome = true;
        judge.count("fresh");
    }

    @Override
    public void onRecovered() {}

    @Override
    public void onMessage(ByteBuf body) {
        switch (LiveRoom.HEARD.decode(body.duplicate())) {
            case LiveRoom.Heard.Passing _ -> {}
            case LiveRoom.Heard.Line(long number, String _) -> next(number);
            case LiveRoom.Heard.Welcome welcome -> {
                if (awaitsWelcome) {
                    welcome(welcome);
                } else {
                    next(welcome.number());
                }
            }
        }
    }

    private void welcome(LiveRoom.Heard.Welcome welcome) {
        LiveStay stay = judge.stay(welcome.birth(), welcome.member());
        if (stay == null || !stay.session().equals(player.session())) {
            judge.fail(this + " hears the welcome of another, " + welcome);
            return;
        }
        LiveStay before = at;
        int index = stay.said().indexOf(welcome.number());
        boolean steps =
                stay == before
                        ? index >= heard
                        : before == null
                                || stay.birth().number() > before.birth().number()
                                || (stay.birth() == before.birth()
                                        && stay.member() > before.member());
        if (index < 0 || !steps) {
            judge.fail(this + " steps back to " + welcome);
        }
        at = stay;
        heard = index + 1;
        awaitsWelcome = false;
    }

    private void next(long number) {
        LiveStay stay = at;
        if (awaitsWelcome || stay == null) {
            judge.fail(this + " hears " + number + " before it is welcome");
        } else if (heard >= stay.said().size() || stay.said().get(heard) != number) {
            judge.fail(this + " hears " + number + " as number " + heard + " of " + stay);
        } else {
            heard++;
        }
    }

    @Override
    public void onInputsLost(int count) {
        judge.count("inputs lost");
        int kept = offered.size() - count;
        if (kept < 0) {
            judge.fail(this + " is told that it lost more than it said: " + count);
            return;
        }
        offered.subList(kept, offered.size()).forEach(judge.inputs()::lost);
        for (long before : offered.subList(0, kept)) {
            if (!judge.inputs().settled(before)) {
                judge.fail(this + " lost " + before + " and is not told");
            }
        }
    }

    @Override
    public void onGone(GoneReason reason, String text) {
        judge.count("over: " + reason);
        judge.note(player + " is no member of " + key + ": " + reason);
        over();
    }

    private void over() {
        ended = true;
        joined = false;
        player.over(key);
    }

    // ---- the end ----

    /** Whether it has heard all that was said to it, and all that it said was heard. */
    boolean settled() {
        LiveStay stay = at;
        return joined
                && !left
                && !awaitsWelcome
                && stay != null
                && stay.here()
                && stay.birth().served()
                && heard == stay.said().size()
                && offered.stream().allMatch(judge.inputs()::settled);
    }

    @Override
    public String toString() {
        LiveStay stay = at;
        return player
                + (stay == null ? " in " + key : " as " + stay)
                + (joined ? " joined" : "")
                + (left ? " left" : "")
                + ", heard "
                + heard
                + (stay == null ? "" : " of " + stay.said().size())
                + ", unsettled "
                + offered.stream().filter(n -> !judge.inputs().settled(n)).toList();
    }
}
