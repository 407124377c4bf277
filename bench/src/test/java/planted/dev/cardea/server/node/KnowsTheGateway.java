package planted.dev.cardea.server.node;

import planted.dev.cardea.server.gateway.KnowsTheNode;

/** The node may not know the gateway; both together are a cycle. */
public final class KnowsTheGateway {
    public static final Object GATEWAY = KnowsTheNode.class;
}
