package dev.cardea.client.engine;

import dev.cardea.net.Endpoint;
import dev.cardea.wire.Frame;
import java.util.List;

/**
 * What a session is made of. Immutable.
 *
 * @param endpoints where to connect, in turn; at least one
 * @param credential signs in at the first connection
 * @param client what the client says that it is: for people, at most 256 bytes
 * @param firstConnectNanos how long the first connection may take, over all attempts
 * @param handshakeNanos how long a WELCOME may take
 * @param reconnectNanosMax the longest wait between attempts that is not a server's wish
 */
public record ClientSpec(
        List<Endpoint> endpoints,
        Frame.Credential credential,
        String client,
        long firstConnectNanos,
        long handshakeNanos,
        long reconnectNanosMax) {
    public ClientSpec {
        endpoints = List.copyOf(endpoints);
    }
}
