package dev.cardea.server.gateway;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a gateway is made of. Immutable.
 *
 * @param name what it is called, for people; at most 64 characters
 * @param keys for session tokens
 * @param authenticators one for each scheme
 * @param judging runs authenticators that block, each task on a thread of its own
 */
public record GatewaySpec(
        String name,
        GatewayLimits limits,
        TokenKeys keys,
        List<Authenticator> authenticators,
        Executor judging) {
    public GatewaySpec {
        authenticators = List.copyOf(authenticators);
    }
}
