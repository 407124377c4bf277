package dev.cardea.server;

import dev.cardea.net.channel.SocketLimits;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.Limits;
import dev.cardea.server.gateway.GatewayLimits;
import dev.cardea.server.node.NodeLimits;
import dev.cardea.stream.StreamLimits;

/** The bounds of each part, as the configuration has them. Stateless. */
final class ConfiguredLimits {
    private ConfiguredLimits() {}

    static GatewayLimits gateway(Config config) {
        Limits limits = config.limits();
        Limits.Admission admission = limits.admission();
        Limits.Rate rate = limits.rate();
        return new GatewayLimits(
                new GatewayLimits.Entry(
                        config.security().maxConnections(),
                        admission.perAddress(),
                        admission.unauthenticatedPerAddress(),
                        admission.newPerSecond(),
                        admission.newBurst(),
                        admission.handshakeTime()),
                new GatewayLimits.Rates(
                        config.security().rateLimit(),
                        rate.messageBurst(),
                        rate.bytesPerSecond().intBytes(),
                        rate.byteBurst().intBytes(),
                        rate.throttledTime()),
                new GatewayLimits.Frames(
                        limits.frame().inbound().intBytes(),
                        limits.frame().outbound().intBytes(),
                        limits.frame().hello().intBytes()),
                new GatewayLimits.Liveness(
                        limits.liveness().pingInterval(), limits.liveness().idleTime()),
                limits.outbound().queue().intBytes());
    }

    static NodeLimits node(Config config) {
        Limits.Room room = config.limits().room();
        Limits.Stream stream = config.limits().stream();
        return new NodeLimits(
                room.rooms(),
                room.agents(),
                room.sessionsPerAccount(),
                room.asks(),
                config.limits().frame().outbound().intBytes(),
                config.limits().outbound().link().intBytes(),
                room.turnBudget(),
                new StreamLimits(
                        stream.ring().intBytes(),
                        stream.ringTime(),
                        stream.detachedSeat(),
                        stream.reservedSeat(),
                        stream.replayStep().intBytes(),
                        StreamLimits.DEFAULT.attemptWindow()),
                stream.rings().bytes());
    }

    static SocketLimits sockets(Config config) {
        Limits.Outbound outbound = config.limits().outbound();
        return new SocketLimits(
                outbound.lowMark().intBytes(),
                outbound.highMark().intBytes(),
                outbound.socketBuffer().intBytes(),
                Math.toIntExact(outbound.unacknowledgedTime().toMillis()),
                config.limits().admission().backlog());
    }
}
