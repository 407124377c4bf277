package dev.cardea.server.node;

import java.util.ArrayList;
import java.util.List;

/** Looks for what a node holds though nobody is there. For nodes that nothing runs meanwhile. */
public final class NodeLeaks {
    private NodeLeaks() {}

    /** What is left, for people; empty if nothing is. */
    public static List<String> of(Node node) {
        List<String> left = new ArrayList<>();
        count(left, "rooms", node.roomCount());
        count(left, "agents", node.agentCount());
        count(left, "sessions with requests", node.sessions().size());
        count(left, "bytes in rings", node.ringBudget().bytes());
        for (NodeLink link : node.links()) {
            count(left, "sessions of a link", link.sessionCount());
            count(left, "rooms of a link", link.roomCount());
            count(left, "bytes in a backlog", link.backlogBytes());
        }
        return left;
    }

    private static void count(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(count + " " + what);
        }
    }
}
