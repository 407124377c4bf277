package dev.cardea.testkit;

import io.netty.buffer.ByteBuf;

/**
 * A link between a gateway loop and a node, both ends of it. Confined to the world.
 *
 * <p>It carries whole records in order, some of them together, with delay and a bound. When it
 * breaks, what was under way is lost from some record on; each end learns of it at its own time,
 * and what is not lost may arrive much later, after the two have another link already.
 */
public final class SimCable {
    private final SimWorld world;
    private final SimPath path;
    private final SimLink gateway;
    private final SimLink node;
    private final SimPipe up;
    private final SimPipe down;

    /** A link between two loops of one world. The window of {@code path} bounds what waits. */
    public SimCable(SimLoop gatewayLoop, SimLoop nodeLoop, SimPath path) {
        this.world = gatewayLoop.world();
        this.path = path;
        this.gateway = new SimLink(gatewayLoop, path.windowBytes());
        this.node = new SimLink(nodeLoop, path.windowBytes());
        this.up = new SimPipe(nodeLoop, path, SimPipe.Cuts.BETWEEN_RECORDS, node::arrived);
        this.down = new SimPipe(gatewayLoop, path, SimPipe.Cuts.BETWEEN_RECORDS, gateway::arrived);
        gateway.join(up, () -> closing(node));
        node.join(down, () -> closing(gateway));
    }

    /** The gateway's end. */
    public SimLink gateway() {
        return gateway;
    }

    /** The node's end. */
    public SimLink node() {
        return node;
    }

    /** Whether it is broken, whether or not its ends know. */
    public boolean broken() {
        return up.severed();
    }

    /** A copy of the records on the way to the node. */
    public ByteBuf underWayUp() {
        return up.underWay();
    }

    /** A copy of the records on the way to the gateway. */
    public ByteBuf underWayDown() {
        return down.underWay();
    }

    /** One end has closed: what is under way is lost, and the other end hears of it. */
    private void closing(SimLink other) {
        up.sever(0, 0);
        down.sever(0, 0);
        other.loop().arrive(world.nanos() + path.delayNanosMax(), other::lost);
    }

    /**
     * Breaks the link now. In each direction what is under way is lost from a record of chance on.
     *
     * @param gatewayNanos when the gateway learns of it, from now
     * @param nodeNanos when the node does
     * @param lateNanos how much later the rest arrives, if the end does not know by then
     */
    public void cut(long gatewayNanos, long nodeNanos, long lateNanos) {
        cut(new Break(gatewayNanos, nodeNanos, lateNanos, -1, -1));
    }

    /**
     * A break as a test wants it.
     *
     * @param keepUpBytes how much of what is on the way to the node arrives; below 0: by chance
     * @param keepDownBytes the same to the gateway
     */
    public record Break(
            long gatewayNanos,
            long nodeNanos,
            long lateNanos,
            long keepUpBytes,
            long keepDownBytes) {}

    /** Breaks the link as told. Each end learns of it at its time, whatever has not come then. */
    public void cut(Break how) {
        sever(down, how.keepDownBytes(), how.lateNanos());
        sever(up, how.keepUpBytes(), how.lateNanos());
        gateway.loop().arrive(world.nanos() + how.gatewayNanos(), gateway::lost);
        node.loop().arrive(world.nanos() + how.nodeNanos(), node::lost);
    }

    private static void sever(SimPipe pipe, long keepBytes, long lateNanos) {
        if (keepBytes < 0) {
            pipe.severSomewhere(lateNanos);
        } else {
            pipe.sever(keepBytes, lateNanos);
        }
    }
}
