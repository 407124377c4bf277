package dev.cardea.server.sim;

import dev.cardea.testkit.SimWire;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes through the client's end of one connection of a {@link LivePlayer}: which inputs are
 * sent under which number, and which are acknowledged. Confined to the player's loop.
 */
final class LiveTap extends SimRelay {
    private static final int SEAT_MASK = 0xFF;

    private final LivePlayer player;
    private final SimWire wire;
    private final Map<Integer, Bound> channels = new HashMap<>();

    /** What a channel stands for. */
    private record Bound(String owner, long epoch, int seat) {
        @Override
        public String toString() {
            return owner + " " + epoch + " " + seat;
        }
    }

    LiveTap(LivePlayer player, SimWire wire) {
        super(wire.client());
        this.player = player;
        this.wire = wire;
    }

    SimWire wire() {
        return wire;
    }

    @Override
    void said(Frame frame, ByteBuf body) {
        switch (frame) {
            case Frame.Hello _ -> player.greets(this);
            case Frame.Input input -> {
                Bound bound = channels.get(input.channel());
                if (bound != null && (bound.seat() & SEAT_MASK) == input.seat()) {
                    player.sends(bound.toString(), input.n(), body);
                } else if (bound != null) {
                    player.judge().fail("a client sends an input under another seat");
                }
            }
            case Frame.Close close when close.code() == CloseCode.PROTOCOL_ERROR.number() ->
                    refused(close.text());
            case Frame.Request request when request.retry() ->
                    player.judge().count("request sent again");
            default -> {}
        }
    }

    @Override
    boolean heard(Frame frame) {
        if (!player.counts(this)) {
            return true;
        }
        switch (frame) {
            case Frame.Welcome said -> player.welcome(said.session().toString());
            case Frame.Attached said -> {
                Bound bound = new Bound(said.owner(), said.epoch(), said.seat());
                channels.put(said.channel(), bound);
                player.judge().count(said.fresh() ? "attached fresh" : "attached recovered");
                player.attached(said);
                player.acknowledged(bound.toString(), said.applied());
            }
            case Frame.Applied said -> {
                Bound bound = channels.get(said.channel());
                if (bound != null && (bound.seat() & SEAT_MASK) == said.seat()) {
                    player.acknowledged(bound.toString(), said.n());
                }
            }
            case Frame.Gone said -> player.judge().count("gone " + said.reason());
            case Frame.Close said -> closed(said);
            default -> {}
        }
        return true;
    }

    private void closed(Frame.Close said) {
        player.judge().count("closed " + said.code());
        player.judge().note(player + " is closed: " + said.code() + " " + said.text());
        if (said.code() == CloseCode.PROTOCOL_ERROR.number()) {
            player.judge().fail("a gateway refuses what it hears: " + said.text());
        }
    }

    @Override
    void refused(String what) {
        player.judge().fail("a client refuses what it hears: " + what);
    }
}
