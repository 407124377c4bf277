package dev.cardea.server;

import dev.cardea.net.Violation;
import dev.cardea.room.replay.Ending;
import dev.cardea.server.admin.Measure;
import dev.cardea.server.gateway.GatewayCounter;
import dev.cardea.server.gateway.GatewayMetrics;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.NodeCounters;
import dev.cardea.server.node.TickCounters;
import dev.cardea.server.record.RecordingCounters;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that gateway and node count, for the admin port. Stateless. */
final class ServerMeasures {
    private ServerMeasures() {}

    static List<Measure> gateway(GatewayMetrics metrics) {
        List<Measure> measures = new ArrayList<>();
        measures.add(
                Measure.gauge(
                        "gateway.connections.open", "connections open now", metrics::connections));
        measures.add(
                Measure.gauge(
                        "gateway.sessions.open", "sessions connected now", metrics::sessions));
        for (GatewayCounter counter : GatewayCounter.values()) {
            String name = "gateway." + label(counter).replace('_', '.');
            measures.add(Measure.counter(name, counter.text(), () -> metrics.value(counter)));
        }
        for (CloseCode code : CloseCode.values()) {
            measures.add(
                    Measure.counter(
                            "gateway.closes",
                            "connections closed by the gateway, by code",
                            () -> metrics.value(code),
                            "code",
                            label(code)));
        }
        for (Violation violation : Violation.values()) {
            measures.add(
                    Measure.counter(
                            "gateway.violations",
                            "what transports found wrong, by kind",
                            () -> metrics.value(violation),
                            "kind",
                            label(violation)));
        }
        for (MalformedException.Kind kind : MalformedException.Kind.values()) {
            measures.add(
                    Measure.counter(
                            "gateway.malformed",
                            "malformed frames, by kind",
                            () -> metrics.value(kind),
                            "kind",
                            label(kind)));
        }
        return measures;
    }

    static List<Measure> node(Node node) {
        List<Measure> measures = new ArrayList<>(ticks(node.counters().ticks));
        measures.addAll(rooms(node));
        return measures;
    }

    private static List<Measure> ticks(TickCounters ticks) {
        List<Measure> measures = new ArrayList<>();
        measures.add(Measure.counter("node.ticks", "ticks of rooms", ticks::run));
        measures.add(
                Measure.counter(
                        "node.ticks.dropped",
                        "ticks left out, as their room was too far behind",
                        ticks::dropped));
        for (int i = 0; i < TickCounters.LATE_MILLIS.size(); i++) {
            int index = i;
            measures.add(
                    Measure.counter(
                            "node.ticks.late",
                            "ticks that began later than so many milliseconds after their time",
                            () -> ticks.late(index),
                            "over",
                            TickCounters.LATE_MILLIS.get(i).toString()));
        }
        return measures;
    }

    private static List<Measure> rooms(Node node) {
        NodeCounters counters = node.counters();
        return List.of(
                Measure.gauge("node.rooms.open", "rooms open now", node::roomCount),
                Measure.gauge("node.agents", "accounts with a session", node::agentCount),
                Measure.counter("node.inputs", "inputs given to rooms", counters.inputs::sum),
                Measure.counter(
                        "node.inputs.malformed",
                        "inputs that were no message of their room",
                        counters.malformedInputs::sum),
                Measure.counter(
                        "node.overruns",
                        "times that a full mailbox asked a member to send again",
                        counters.overruns::sum),
                Measure.counter("node.rooms.failed", "rooms that threw", counters.failedRooms::sum),
                Measure.counter(
                        "node.rooms.late",
                        "times that a room took longer than its budget",
                        counters.lateRooms::sum),
                Measure.counter(
                        "node.requests", "requests, repeated ones too", counters.requests::sum),
                Measure.counter(
                        "node.requests.remembered",
                        "requests answered from memory",
                        counters.remembered::sum),
                Measure.counter(
                        "node.requests.bad",
                        "requests that are malformed or have no route",
                        counters.badRequests::sum),
                Measure.counter(
                        "node.requests.busy",
                        "requests refused since too many were under way",
                        counters.busyRequests::sum),
                Measure.counter(
                        "node.requests.failed",
                        "requests whose handler failed",
                        counters.failedRequests::sum),
                Measure.counter(
                        "node.requests.late",
                        "requests whose time was up",
                        counters.lateRequests::sum),
                Measure.counter(
                        "node.links.overrun",
                        "links closed since their gateway did not read",
                        counters.overrunLinks::sum));
    }

    static List<Measure> recordings(RecordingCounters counters) {
        List<Measure> measures = new ArrayList<>();
        measures.add(
                Measure.gauge(
                        "recordings.open", "recordings of rooms that are open", counters::open));
        measures.add(
                Measure.counter("recordings.begun", "rooms that were recorded", counters::begun));
        measures.add(
                Measure.counter(
                        "recordings.refused",
                        "rooms not recorded, as all recordings kept are of open rooms",
                        counters::refused));
        measures.add(
                Measure.counter(
                        "recordings.unwritable",
                        "recordings that broke off, as a file could not be written",
                        counters::unwritable));
        measures.add(Measure.counter("recordings.bytes", "bytes of recordings", counters::bytes));
        for (Ending why : Ending.values()) {
            measures.add(
                    Measure.counter(
                            "recordings.ended",
                            "recordings that ended, by reason",
                            () -> counters.endedBy(why),
                            "reason",
                            label(why)));
        }
        return measures;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
