package dev.cardea.testkit;

/**
 * A connection between a client and a gateway, both ends of it. Confined to the world.
 *
 * <p>It carries bytes in order, torn anywhere, with delay and a window. It may be cut at any byte;
 * each end then learns of it at its own time, or never, and what was under way is lost from some
 * byte on.
 */
public final class SimWire {
    private final SimConnection client;
    private final SimConnection server;
    private final SimPipe up;
    private final SimPipe down;
    private final SimWorld world;

    /** A wire between two loops of one world. {@code address} tells it from others. */
    public SimWire(SimLoop clientLoop, SimLoop serverLoop, SimPath path, int address) {
        this.world = clientLoop.world();
        this.client = new SimConnection(clientLoop, address);
        this.server = new SimConnection(serverLoop, address);
        this.up = new SimPipe(serverLoop, path, SimPipe.Cuts.ANYWHERE, server::arrived);
        this.down = new SimPipe(clientLoop, path, SimPipe.Cuts.ANYWHERE, client::arrived);
        client.join(up, down, () -> closing(up, server));
        server.join(down, up, () -> closing(down, client));
    }

    /** The client's end. */
    public SimConnection client() {
        return client;
    }

    /** The gateway's end. */
    public SimConnection server() {
        return server;
    }

    /** What one end said before it closed still arrives; then the other end knows. */
    private void closing(SimPipe said, SimConnection other) {
        if (!said.severed()) {
            other.loop().arrive(said.lastArrivalNanos(), other::lost);
        }
    }

    /** Whether it is cut, whether or not its ends know. */
    public boolean cut() {
        return up.severed() && down.severed();
    }

    /**
     * Cuts the wire now, at a byte of chance in both directions.
     *
     * @param clientNanos when the client's end learns of it, from now; below 0: never
     * @param serverNanos when the gateway's end does; below 0: never, a half-open connection
     */
    public void cut(long clientNanos, long serverNanos) {
        long downEnd = down.severSomewhere(0);
        long upEnd = up.severSomewhere(0);
        tell(client, clientNanos, downEnd);
        tell(server, serverNanos, upEnd);
    }

    /** Cuts the wire once the gateway has sent {@code bytes} more; both learn of it soon. */
    public void cutAfterDown(long bytes, long noticeNanos) {
        down.severAt(down.passed() + bytes, () -> cutAtPut(noticeNanos));
    }

    /** Cuts the wire once the client has sent {@code bytes} more; both learn of it soon. */
    public void cutAfterUp(long bytes, long noticeNanos) {
        up.severAt(up.passed() + bytes, () -> cutAtPut(noticeNanos));
    }

    /** What went in before the cut arrives; it was counted to the byte. */
    private void cutAtPut(long noticeNanos) {
        long downEnd = down.sever(Long.MAX_VALUE, 0);
        long upEnd = up.sever(Long.MAX_VALUE, 0);
        tell(client, noticeNanos, downEnd);
        tell(server, noticeNanos, upEnd);
    }

    private void tell(SimConnection end, long nanos, long notBefore) {
        if (nanos >= 0) {
            end.loop().arrive(Math.max(world.nanos() + nanos, notBefore), end::lost);
        }
    }
}
