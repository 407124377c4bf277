package planted.dev.cardea.server.gateway;

import planted.dev.cardea.server.node.KnowsTheGateway;

/** The gateway may not know the node; both together are a cycle. */
public final class KnowsTheNode {
    public static final Object NODE = KnowsTheGateway.class;
}
