package dev.cardea.server.sim;

import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.history.Fact;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes through the client's end of one connection, told to the judge. Confined to the player's
 * loop.
 */
final class SimTap extends SimRelay {
    private final SimPlayer player;
    private final SimWire wire;
    private final Map<Integer, Bound> channels = new HashMap<>();
    private int attempt;
    private boolean welcome;
    private boolean trapped;

    /** What a channel stands for. */
    private static final class Bound {
        final String owner;
        final int seat;
        boolean held;

        Bound(String owner, int seat, boolean held) {
            this.owner = owner;
            this.seat = seat;
            this.held = held;
        }
    }

    SimTap(SimPlayer player, SimWire wire) {
        super(wire.client());
        this.player = player;
        this.wire = wire;
    }

    SimWire wire() {
        return wire;
    }

    int attempt() {
        return attempt;
    }

    /** Whether WELCOME has come. */
    boolean welcome() {
        return welcome;
    }

    /** Whether this connection is attached to {@code owner} with a position. */
    boolean attachedTo(String owner) {
        return !closed()
                && channels.values().stream()
                        .anyMatch(bound -> bound.owner.equals(owner) && bound.held);
    }

    /** Whether this connection waits for the full state of an owner. */
    boolean awaitsState() {
        return channels.values().stream().anyMatch(bound -> !bound.held);
    }

    /** Whether this connection was never attached to anything. */
    boolean attachedToNothing() {
        return channels.isEmpty();
    }

    // ---- what the client says ----

    @Override
    void said(Frame frame, ByteBuf body) {
        switch (frame) {
            case Frame.Hello hello -> {
                attempt = hello.attempt();
                player.greeted(this, attempt);
                player.cluster().traps().onHello(this);
            }
            case Frame.Input input -> {
                Bound bound = channels.get(input.channel());
                if (bound == null) {
                    player.cluster().count("input on its way when GONE came");
                } else if ((bound.seat & 0xFF) != input.seat()) {
                    player.cluster().fail("the client sends an input under another seat");
                } else if (!SimBody.isLeave(body)) {
                    player.sent(bound.owner, bound.seat, input.n(), SimBody.number(body));
                }
                if (input.base()) {
                    player.cluster().count("input with BASE");
                }
            }
            case Frame.Close close when close.code() == CloseCode.PROTOCOL_ERROR.number() ->
                    player.cluster().fail("the client refuses what it hears: " + close.text());
            case Frame.Request request when request.retry() ->
                    player.cluster().count("request sent again");
            default -> {}
        }
    }

    // ---- what the client hears ----

    @Override
    boolean heard(Frame frame) {
        if (!player.counts(this)) {
            player.cluster().saw(Scenario.OLD_CONNECTION_DELIVERS_AFTER_THE_NEW_HELLO);
            return !trapped;
        }
        if (!(frame instanceof Frame.Pong) && !(frame instanceof Frame.Ping)) {
            player.cluster().world().note(frame);
        }
        switch (frame) {
            case Frame.Welcome said -> {
                welcome = true;
                player.welcome(said.session().toString(), attempt);
            }
            case Frame.Attached said -> attached(said);
            case Frame.State said when said.last() -> {
                Bound bound = channels.get(said.channel());
                if (bound != null) {
                    bound.held = true;
                    player.stated(bound.owner, said.seq());
                }
            }
            case Frame.Applied said -> {
                Bound bound = channels.get(said.channel());
                if (bound != null && (bound.seat & 0xFF) == said.seat()) {
                    player.acknowledged(bound.owner, bound.seat, said.n());
                }
            }
            case Frame.Gone said -> {
                String owner = player.owner(said.owner());
                channels.values().removeIf(bound -> bound.owner.equals(owner));
                player.unseated(owner);
                player.cluster().count("gone " + said.reason());
            }
            case Frame.Close said -> closing(said);
            case Frame.GoAway said -> player.cluster().count("client told to go away");
            default -> {}
        }
        return !trapped;
    }

    private void attached(Frame.Attached said) {
        player.cluster().count(said.fresh() ? "attached fresh" : "attached recovered");
        String owner = player.owner(said.owner());
        channels.values().removeIf(bound -> bound.owner.equals(owner));
        channels.put(said.channel(), new Bound(owner, said.seat(), !said.fresh()));
        player.attached(owner, said);
        trapped = said.fresh() && player.cluster().traps().onFresh(this);
    }

    private void closing(Frame.Close said) {
        if (said.code() == CloseCode.SUPERSEDED.number()) {
            player.tell(new Fact.Superseded(player.client(), attempt));
        }
        player.cluster().count("closed " + said.code());
    }

    @Override
    void refused(String what) {
        player.cluster().fail("the client refuses what it hears: " + what);
    }
}
