package dev.cardea.server.sim;

import dev.cardea.net.Dialer;
import dev.cardea.testkit.SimWire;
import java.util.function.Consumer;

/** One attempt of a player to connect. Confined to the player's loop. */
final class SimDial implements Dialer.Dial {
    private final SimPlayer player;
    private final SimGateway gateway;
    private final Dialer.DialHandler handler;
    private Consumer<SimWire> onWire = wire -> {};
    private boolean told;

    SimDial(SimPlayer player, SimGateway gateway, Dialer.DialHandler handler) {
        this.player = player;
        this.gateway = gateway;
        this.handler = handler;
    }

    /** What happens to the connection once there is one. */
    void onWire(Consumer<SimWire> what) {
        onWire = what;
    }

    /** The SYN has been answered, or not. */
    void open(int address) {
        if (told) {
            return;
        }
        told = true;
        if (!gateway.listening()) {
            handler.onFailed("nobody listens");
            return;
        }
        SimWire wire =
                new SimWire(player.loop(), gateway.loop(), player.cluster().plan().path(), address);
        SimTap tap = new SimTap(player, wire);
        wire.client().handler(tap);
        gateway.accept(wire);
        onWire.accept(wire);
        tap.client(handler.onOpen(tap));
    }

    @Override
    public void cancel() {
        told = true;
    }
}
